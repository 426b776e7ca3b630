import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { ExportMenu, Segmented, Switch } from '../shared';
import type { IOrigin } from '../shared';
import { toTable } from '../table';
import { exportColumns } from './columns';
import { promptOf } from './figures';
import type { ChartScale } from './layout';
import type { Range } from './range';
import type { Run, TimelineItem } from './runs';

export interface ToolsProps {
  readonly scale: ChartScale;
  readonly onScale: (scale: ChartScale) => void;
  readonly range: Range['kind'];
  readonly onRange: (range: 'all' | 'recent' | 'run') => void;
  /** The run that the range `run` means. */
  readonly run: Run | null;
  readonly live: boolean;
  readonly onLive: (live: boolean) => void;
  readonly items: readonly TimelineItem[];
  readonly origin: () => IOrigin;
  readonly trans: TranslationBundle;
}

/** What the chart shows, and what can be done with the history. */
export function Tools(props: ToolsProps): React.ReactElement {
  const { trans, items } = props;
  const isZoomed = props.range === 'zoom';
  const follows = props.live && !isZoomed;
  return (
    <div className="jp-Heapscope-tools">
      <Segmented
        label={trans.__('Scale')}
        options={[
          { value: 'cells', label: trans.__('Cells') },
          { value: 'clock', label: trans.__('Clock') }
        ]}
        value={props.scale}
        onChange={props.onScale}
      />
      <RangeChoice {...props} />
      <span className="jp-Heapscope-grow" />
      <Switch
        label={trans.__('Live')}
        checked={follows}
        title={isZoomed ? zoomText(trans) : undefined}
        onChange={isOn => {
          if (isOn && isZoomed) {
            props.onRange('all');
          }
          props.onLive(isOn);
        }}
      />
      <ExportMenu
        trans={trans}
        name="timeline"
        origin={props.origin}
        table={() => toTable(exportColumns(), items)}
        disabled={items.length === 0}
      />
    </div>
  );
}

function zoomText(trans: TranslationBundle): string {
  return trans.__(
    'The chart stays where it is zoomed to. This switch, or a double click on the chart, goes back.'
  );
}

function RangeChoice(props: ToolsProps): React.ReactElement {
  const { trans, run } = props;
  const options: { value: Range['kind']; label: string }[] = [
    { value: 'all', label: trans.__('All') },
    { value: 'recent', label: trans.__('Last 60 s') }
  ];
  if (run) {
    const label =
      run.executionCount === null
        ? trans.__('One cell only')
        : trans.__('%1 only', promptOf(run));
    options.push({ value: 'run', label });
  }
  if (props.range === 'zoom') {
    options.push({ value: 'zoom', label: trans.__('Zoom') });
  }
  return (
    <Segmented
      label={trans.__('Range')}
      options={options}
      value={props.range}
      onChange={range => {
        if (range !== 'zoom') {
          props.onRange(range);
        }
      }}
    />
  );
}
