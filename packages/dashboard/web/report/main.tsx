import { render } from 'preact';
import { App } from './app.tsx';
import { readRuns } from './read-runs.js';
// oxlint-disable-next-line import/no-unassigned-import -- how Vite is told of a style sheet
import '../shared/base.css';

const root = document.getElementById('report');
if (root !== null) void show(root);

async function show(element: HTMLElement): Promise<void> {
  try {
    const runs = await readRuns();
    element.textContent = '';
    render(<App runs={runs} />, element);
  } catch (error) {
    element.textContent = `This report cannot be read: ${String(error)}. Write it again.`;
  }
}
