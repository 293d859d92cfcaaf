import type { SettingView } from '../../src/live/views.js';
import { Table } from './table.tsx';
import { useAnswer } from './use-answer.js';
import type { BotView } from './use-bots.js';

/** What the bot was told to do; secrets are not among it. */
export function SettingsTab({ bot }: { readonly bot: BotView }) {
  const { answer: settings, error } = useAnswer<readonly SettingView[]>(`/api/bots/${bot.about.id}/settings`, 60_000);
  if (settings === undefined) return <p class="muted">{error === '' ? 'Asking for settings…' : error}</p>;
  return (
    <section>
      <h2>Configuration</h2>
      <Table
        name="Configuration"
        head={['Setting', 'Value']}
        rows={settings.map(({ name, value }) => ({ key: name, cells: [name, value] }))}
      />
    </section>
  );
}
