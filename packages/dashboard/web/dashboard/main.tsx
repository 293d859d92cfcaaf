import { render } from 'preact';
import { App } from './app.tsx';
// oxlint-disable-next-line import/no-unassigned-import -- how Vite is told of a style sheet
import '../shared/base.css';
// oxlint-disable-next-line import/no-unassigned-import -- how Vite is told of a style sheet
import './dashboard.css';

const root = document.getElementById('app');
if (root !== null) {
  root.textContent = '';
  render(<App />, root);
}
