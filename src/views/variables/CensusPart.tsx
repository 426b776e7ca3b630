import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Census } from '../../protocol';
import { formatCount } from '../format';
import { Section } from '../shared';
import type { IOrigin } from '../shared';
import { matches, Table, toTable } from '../table';
import type { FooterRow } from '../table';
import { censusRows, difference, sumOf, sumOfAll } from './census';
import type { Against, CensusRow } from './census';
import { censusColumns, censusSum } from './censusColumns';
import { CensusTools } from './CensusTools';
import type { Reference } from './CensusTools';

export interface CensusPartProps {
  readonly trans: TranslationBundle;
  readonly census: Census;
  readonly previous: Reference | null;
  readonly baseline: Reference | null;
  /** True when a newer run may have changed the figures. */
  readonly stale: boolean;
  /** True when they are of a kernel that ended. */
  readonly ended: boolean;
  /** What is to be said of a cut census. */
  readonly notice: React.ReactNode;
  readonly origin: () => IOrigin;
  readonly onSetBaseline: () => void;
  readonly onClearBaseline: () => void;
}

const BY_CHANGE = { column: 'size_delta', descending: true };
const BY_SIZE = { column: 'size', descending: true };
const keyOf = (row: CensusRow): string => row.type;

/** Objects by type, with their tools. */
export function CensusPart(props: CensusPartProps): React.ReactElement {
  const { trans, census, baseline } = props;
  const [filter, setFilter] = React.useState('');
  const [wanted, setAgainst] = React.useState<Against>('previous');
  const against = baseline && !census.sampled ? wanted : 'previous';
  const baselineRunId = baseline?.runId ?? null;
  const all = React.useMemo(
    () => censusRows(census, against, baselineRunId),
    [census, against, baselineRunId]
  );
  const rows = React.useMemo(
    () => all.filter(row => matches(filter, row.type)),
    [all, filter]
  );
  const isCompared = all.some(row => row.bytesDelta !== null);
  const columns = React.useMemo(() => {
    const noDelta = isCompared ? null : noDeltaText(census, against, trans);
    return censusColumns(trans, noDelta, census.sampled !== null);
  }, [trans, census, against, isCompared]);
  return (
    <>
      <Section title={trans.__('Census by type')} />
      {props.notice}
      <CensusTools
        {...props}
        filter={filter}
        onFilter={setFilter}
        against={against}
        onAgainst={setAgainst}
        table={() => toTable(columns, rows)}
      />
      <Table
        label={trans.__('Census by type')}
        className={`jp-Heapscope-censusTable ${props.stale ? 'jp-mod-stale' : ''}`}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        defaultSort={isCompared ? BY_CHANGE : BY_SIZE}
        empty={trans.__('No type matches the filter.')}
        footer={footerOf({
          census,
          against,
          rows,
          filtered: filter !== '',
          trans
        })}
      />
    </>
  );
}

function noDeltaText(
  census: Census,
  against: Against,
  trans: TranslationBundle
): string {
  if (!census.complete) {
    return trans.__('A cut census cannot be compared.');
  }
  return against === 'previous'
    ? trans.__('There is no complete census before this one.')
    : trans.__('The next census is compared with the baseline.');
}

/** Types that the probe left out, and the sum: of all objects, or of what the filter shows. */
function footerOf(shown: {
  readonly census: Census;
  readonly against: Against;
  readonly rows: readonly CensusRow[];
  readonly filtered: boolean;
  readonly trans: TranslationBundle;
}): readonly FooterRow[] {
  const { census, rows, trans } = shown;
  const sum = sumOf(rows);
  if (shown.filtered) {
    return [censusSum(sum, trans.__('Σ filtered'))];
  }
  const all = sumOfAll(census, sum, shown.against);
  const cutTypes = census.type_count - census.rows.type.length;
  const total = censusSum(all, trans.__('Σ'));
  if (cutTypes <= 0) {
    return [total];
  }
  const label = trans._n(
    '%2 more type',
    '%2 more types',
    cutTypes,
    formatCount(cutTypes)
  );
  const rest = censusSum(difference(all, sum), label);
  return [{ ...rest, key: 'unlisted', muted: true }, total];
}
