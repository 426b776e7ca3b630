import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** Head of a table with a column for each generation, and one for the names of the rows. */
export function GenerationHead(props: {
  readonly count: number;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  return (
    <thead>
      <tr>
        <td />
        {Array.from({ length: props.count }, (_, generation) => (
          <th key={generation} scope="col">
            {props.trans.__('gen %1', generation)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
