import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Variable, Variables } from '../../protocol';
import { HideMenu } from '../object';
import type { NameGroup } from '../object';
import { ExportMenu } from '../shared';
import type { IOrigin } from '../shared';
import { FilterInput, matches, Table, toTable, uniqueKeys } from '../table';
import { variablesSummary } from './texts';
import { variableColumns } from './variableColumns';

export interface VariablesPartProps {
  readonly trans: TranslationBundle;
  /** Null until the kernel answered. */
  readonly variables: Variables | null;
  readonly hidden: readonly NameGroup[];
  /** True when a newer run may have changed the names. */
  readonly stale: boolean;
  readonly origin: () => IOrigin;
  readonly onHide: (groups: readonly NameGroup[]) => void;
}

const BY_SIZE = { column: 'size', descending: true };

/** The notebook's names, with their tools. */
export function VariablesPart(props: VariablesPartProps): React.ReactElement {
  const { trans, variables, hidden } = props;
  const [filter, setFilter] = React.useState('');
  const columns = React.useMemo(() => variableColumns(trans), [trans]);
  const keyOf = React.useMemo(
    () => keysOf(variables?.items ?? []),
    [variables]
  );
  const rows = React.useMemo(
    () =>
      (variables?.items ?? []).filter(
        ({ group, name, object }) =>
          !hidden.includes(group) && matches(filter, name, object.type)
      ),
    [variables, hidden, filter]
  );
  return (
    <>
      <div className="jp-Heapscope-tools">
        <FilterInput
          label={trans.__('Filter names, types')}
          value={filter}
          onChange={setFilter}
        />
        <HideMenu trans={trans} hidden={hidden} onChange={props.onHide} />
        <ExportMenu
          trans={trans}
          name="variables"
          origin={props.origin}
          table={() => toTable(columns, rows)}
          disabled={rows.length === 0}
        />
        <span className="jp-Heapscope-muted jp-Heapscope-summary">
          {variables && variablesSummary(rows.length, variables, trans)}
        </span>
      </div>
      <Table
        label={trans.__('Variables')}
        className={`jp-Heapscope-variableTable ${props.stale ? 'jp-mod-stale' : ''}`}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        defaultSort={BY_SIZE}
        empty={emptyText(variables, trans)}
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
  trans: TranslationBundle
): string {
  if (!variables) {
    return trans.__('Names appear as soon as the kernel answers.');
  }
  return variables.total === 0
    ? trans.__('The notebook has no names yet.')
    : trans.__('All names are hidden or filtered out.');
}
