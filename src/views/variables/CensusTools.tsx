import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Census } from '../../protocol';
import { ExportMenu, IconButton, icons } from '../shared';
import type { IOrigin, ITable } from '../shared';
import { FilterInput } from '../table';
import type { Against } from './census';
import { asOf, censusSummary } from './texts';

/** A run that deltas can be against. */
export interface Reference {
  readonly runId: number;
  /** `after [4]`. */
  readonly moment: string;
}

export interface CensusToolsProps {
  readonly trans: TranslationBundle;
  readonly census: Census;
  /** True when it is of a kernel that ended. */
  readonly ended: boolean;
  readonly previous: Reference | null;
  readonly baseline: Reference | null;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly against: Against;
  readonly onAgainst: (against: Against) => void;
  readonly onSetBaseline: () => void;
  readonly onClearBaseline: () => void;
  readonly origin: () => IOrigin;
  /** What is exported. */
  readonly table: () => ITable;
}

/** Filter, what changes are against, the baseline, and the export. */
export function CensusTools(props: CensusToolsProps): React.ReactElement {
  const { trans } = props;
  return (
    <div className="jp-Heapscope-tools">
      <FilterInput
        label={trans.__('Filter types')}
        value={props.filter}
        onChange={props.onFilter}
      />
      <AgainstSelect {...props} />
      <IconButton
        icon={icons.baselineIcon}
        label={trans.__('Set baseline')}
        details={
          <p>{trans.__('Later censuses are compared with this one.')}</p>
        }
        disabled={!props.census.complete}
        onClick={() => {
          props.onSetBaseline();
          props.onAgainst('baseline');
        }}
      />
      {props.baseline && (
        <IconButton
          icon={icons.dismissIcon}
          label={trans.__('Clear baseline')}
          onClick={props.onClearBaseline}
        />
      )}
      <ExportMenu
        trans={trans}
        name="census"
        origin={props.origin}
        table={props.table}
        disabled={props.census.rows.type.length === 0}
      />
      <span className="jp-Heapscope-muted jp-Heapscope-summary">
        {asOf(censusSummary(props.census, trans), props.ended, trans)}
      </span>
    </div>
  );
}

function AgainstSelect(props: CensusToolsProps): React.ReactElement {
  const { trans, previous, baseline } = props;
  const isEstimated = props.census.sampled !== null;
  return (
    <select
      className="jp-Heapscope-select jp-Heapscope-against"
      aria-label={trans.__('Changes against')}
      value={props.against}
      disabled={isEstimated}
      title={isEstimated ? trans.__('Estimates are not compared.') : undefined}
      onChange={event => props.onAgainst(event.target.value as Against)}
    >
      <option value="previous">
        {previous
          ? trans.__('against %1', previous.moment)
          : trans.__('nothing to compare with')}
      </option>
      <option value="baseline" disabled={!baseline}>
        {trans.__(
          'against baseline: %1',
          baseline?.moment ?? trans.__('none set')
        )}
      </option>
    </select>
  );
}
