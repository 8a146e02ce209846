import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** The numbers of a figure: its rows, of which the first cell says what the others are of. */
export interface Numbers {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A drawing with its numbers behind it. */
export function Figure(props: {
  readonly title: string;
  readonly note?: string;
  readonly numbers: Numbers;
  readonly children: ComponentChildren;
}) {
  const { title, note, numbers, children } = props;
  const [isTable, setTable] = useState(false);
  return (
    <figure class="card figure">
      <figcaption>
        <h2>{title}</h2>
        <button class="screen-only" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          Show as table
        </button>
        {note !== undefined && <p class="quiet">{note}</p>}
      </figcaption>
      {isTable ? <NumbersTable title={title} numbers={numbers} /> : children}
    </figure>
  );
}

/** A table that scrolls by itself. */
export function NumbersTable(props: { readonly title: string; readonly numbers: Numbers }) {
  const { title, numbers } = props;
  const [, ...columns] = numbers.head;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={`${title}, as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{numbers.head[0]}</th>
            {columns.map((title, index) => (
              <th key={index} scope="col" class="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbers.rows.map(([name, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={index} class="number">
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
