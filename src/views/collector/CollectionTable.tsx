import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { formatCount } from '../format';
import { Section } from '../shared';
import { Table } from '../table';
import type { CollectionList, CollectionRow } from './collections';
import { collectionColumns } from './columns';

export interface CollectionTableProps {
  readonly list: CollectionList;
  readonly trans: TranslationBundle;
}

/** Every collection of the last runs. */
export function CollectionTable(
  props: CollectionTableProps
): React.ReactElement {
  const { list, trans } = props;
  const columns = React.useMemo(() => collectionColumns(trans), [trans]);
  const runs = formatCount(list.runs);
  return (
    <>
      <Section
        title={trans.__('Collections')}
        note={
          list.cut
            ? trans.__('in the last %1 runs', runs)
            : trans._n('in %2 run', 'in %2 runs', list.runs, runs)
        }
      />
      <Table
        label={trans.__('Collections')}
        columns={columns}
        rows={list.rows}
        rowKey={keyOf}
        rowClass={classOf}
        empty={
          list.runs > 0
            ? trans.__('The collector did not run.')
            : trans.__(
                'No run is known here; what the collector did before is only in the counts above.'
              )
        }
        followEnd
      />
    </>
  );
}

function keyOf(row: CollectionRow): string {
  return row.key;
}

function classOf(row: CollectionRow): string | undefined {
  return row.type === 'more' ? 'jp-mod-more' : undefined;
}
