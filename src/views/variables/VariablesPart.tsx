import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { SizesFailure } from '../../model/sizes';
import type { Variable, Variables, VariableSizes } from '../../protocol';
import { HideMenu } from '../object';
import type { NameGroup } from '../object';
import { ExportMenu, Notice } from '../shared';
import type { IOrigin } from '../shared';
import { FilterInput, matches, Table, toTable, uniqueKeys } from '../table';
import { namedRows, phaseOf } from './sizes';
import { asOf, variablesCut, variablesSummary } from './texts';
import { exportedColumns, variableColumns } from './variableColumns';

export interface VariablesPartProps {
  readonly trans: TranslationBundle;
  /** Null until the kernel answered. */
  readonly variables: Variables | null;
  /** What each name holds; null until it was measured. */
  readonly sizes: VariableSizes | null;
  /** Why that is not measured; null where it is, or will be. */
  readonly sizesFailure: SizesFailure | null;
  /** Words that are looked for. */
  readonly filter: string;
  readonly hidden: readonly NameGroup[];
  /** True when a newer run may have changed the names. */
  readonly stale: boolean;
  /** True when they are of a kernel that ended. */
  readonly ended: boolean;
  readonly origin: () => IOrigin;
  readonly onFilter: (filter: string) => void;
  readonly onHide: (groups: readonly NameGroup[]) => void;
}

const BY_SIZE = { column: 'size', descending: true };

/** The notebook's names, with their tools. */
export function VariablesPart(props: VariablesPartProps): React.ReactElement {
  const { trans, variables, sizes, hidden, filter } = props;
  const phase = phaseOf(variables, sizes, props.sizesFailure);
  const columns = React.useMemo(
    () => variableColumns(trans, phase),
    [trans, phase]
  );
  // Of what the kernel has chosen: it may not have heard of the last choice yet.
  const rows = React.useMemo(
    () =>
      namedRows(variables, sizes).filter(
        ({ group, name, object }) =>
          !hidden.includes(group) && matches(filter, name, object.type)
      ),
    [variables, sizes, hidden, filter]
  );
  const keyOf = React.useMemo(() => keysOf(rows), [rows]);
  const cut = variables && variablesCut(variables, trans);
  return (
    <>
      <div className="jp-Heapscope-tools">
        <FilterInput
          label={trans.__('Filter names, types')}
          value={filter}
          onChange={props.onFilter}
        />
        <HideMenu trans={trans} hidden={hidden} onChange={props.onHide} />
        <ExportMenu
          trans={trans}
          name="variables"
          origin={props.origin}
          table={() => toTable(exportedColumns(trans, phase), rows)}
          disabled={rows.length === 0}
        />
        <span className="jp-Heapscope-muted jp-Heapscope-summary">
          {variables &&
            asOf(
              variablesSummary(rows.length, variables, trans),
              props.ended,
              trans
            )}
        </span>
      </div>
      {cut && (
        <Notice level="info" title={cut.title}>
          {cut.text}
        </Notice>
      )}
      <Table
        label={trans.__('Variables')}
        className={`jp-Heapscope-variableTable ${props.stale ? 'jp-mod-stale' : ''}`}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        defaultSort={BY_SIZE}
        empty={emptyText(variables, filter, props.ended, trans)}
      />
    </>
  );
}

/** What a variable is known by in the table. */
function keysOf(variables: readonly Variable[]): (row: Variable) => string {
  const keys = uniqueKeys(variables.map(({ name }) => name));
  const known = new Map(variables.map((row, at) => [row, keys[at]]));
  return row => known.get(row) ?? row.name;
}

function emptyText(
  variables: Variables | null,
  filter: string,
  ended: boolean,
  trans: TranslationBundle
): string {
  if (!variables) {
    return ended
      ? trans.__('Names were not read before the kernel ended.')
      : trans.__('Names appear as soon as the kernel answers.');
  }
  if (variables.filter !== filter) {
    return trans.__('Looking for it among all names…');
  }
  return variables.total === 0
    ? trans.__('The notebook has no names yet.')
    : trans.__('All names are hidden or filtered out.');
}
