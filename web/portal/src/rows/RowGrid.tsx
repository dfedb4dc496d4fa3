import { Value } from './Value.tsx';
import '../charts/dataTable.css';

interface Properties {
  readonly label: string;
  readonly columns: readonly string[];
  /** Exact values, in the order of the columns. */
  readonly rows: readonly (readonly unknown[])[];
  readonly empty: string;
}

/** A few rows as they are. */
export function RowGrid({ label, columns, rows, empty }: Properties) {
  if (rows.length === 0) return <p>{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="data-table" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map((name, at) => (
                <td key={name}>
                  <Value value={row[at]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
