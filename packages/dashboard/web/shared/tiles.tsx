/** What a tile shows: a label, a figure, a note below it, and the class that colours the figure. */
export type Tile = readonly [label: string, value: string, note: string, colour: string | undefined];

/** The figures that matter most, each in a box of its own. */
export function Tiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <dl class="tiles">
      {tiles.map(([label, value, note, colour]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class={colour}>{value}</dd>
          <dd class="muted">{note}</dd>
        </div>
      ))}
    </dl>
  );
}
