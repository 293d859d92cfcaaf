interface TableProps {
  readonly name: string;
  /** Headings; those that begin with `#` are of numbers. */
  readonly head: readonly string[];
  readonly rows: readonly {
    readonly key: string | number;
    readonly class?: string | undefined;
    readonly cells: readonly preact.ComponentChildren[];
  }[];
}

/** A table that scrolls by itself where the screen is narrow. */
export function Table({ name, head, rows }: TableProps) {
  const side = (column: number) => (head[column]?.startsWith('#') === true ? 'number' : undefined);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={name}>
      <table>
        <thead>
          <tr>
            {head.map((title, column) => (
              <th key={title} scope="col" class={side(column)}>
                {title === '' ? <span class="hidden">Act</span> : title.replace('#', '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, class: kind, cells }) => (
            <tr key={key} class={kind}>
              {cells.map((cell, column) => (
                <td key={head[column]} class={side(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
