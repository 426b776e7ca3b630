import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { GcGeneration } from '../../protocol';
import { formatCount, formatDuration, NO_FIGURE } from '../format';
import { Section } from '../shared';
import { GenerationHead } from './GenerationHead';

export interface GenerationsProps {
  readonly generations: readonly GcGeneration[];
  readonly trans: TranslationBundle;
}

interface Statistic {
  readonly name: string;
  readonly hint: string;
  readonly text: (generation: GcGeneration) => string;
}

/** Counts, thresholds and statistics, a column a generation. */
export function Generations(props: GenerationsProps): React.ReactElement {
  const { generations, trans } = props;
  return (
    <>
      <Section title={trans.__('Generations')} />
      <table className="jp-Heapscope-generations">
        <GenerationHead count={generations.length} trans={trans} />
        <tbody>
          <tr>
            <th scope="row" title={trans.__('gc.get_count()')}>
              {trans.__('Count')}
            </th>
            {generations.map(one => (
              <td key={one.generation}>
                <Fill generation={one} trans={trans} />
              </td>
            ))}
          </tr>
          {statisticsOf(generations, trans).map(({ name, hint, text }) => (
            <tr key={name}>
              <th scope="row" title={hint}>
                {name}
              </th>
              {generations.map(one => (
                <td key={one.generation}>{text(one)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The count, and how near it is to the threshold. */
function Fill(props: {
  readonly generation: GcGeneration;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { count, threshold, generation } = props.generation;
  const text = figureText(count);
  return (
    <span className="jp-Heapscope-generationFill">
      {text}
      {count !== null && threshold !== null && threshold > 0 && (
        <span
          className="jp-Heapscope-generationMeter"
          role="meter"
          aria-label={props.trans.__('Generation %1', generation)}
          aria-valuemin={0}
          aria-valuemax={threshold}
          aria-valuenow={Math.min(count, threshold)}
          aria-valuetext={`${text} / ${formatCount(threshold)}`}
        >
          <span style={{ width: `${Math.min(1, count / threshold) * 100}%` }} />
        </span>
      )}
    </span>
  );
}

function figureText(figure: number | null): string {
  return figure === null ? NO_FIGURE : formatCount(figure);
}

/** The thresholds, and what `gc.get_stats()` says since the kernel started; figures that this Python does not have are left out. */
function statisticsOf(
  generations: readonly GcGeneration[],
  trans: TranslationBundle
): readonly Statistic[] {
  const all: readonly (Statistic & { readonly given: boolean })[] = [
    {
      name: trans.__('Threshold'),
      hint: trans.__('gc.get_threshold(); 0 switches generation 0 off'),
      text: one => figureText(one.threshold),
      given: true
    },
    {
      name: trans.__('Collections'),
      hint: trans.__('How often this generation was collected'),
      text: one => formatCount(one.collections),
      given: true
    },
    {
      name: trans.__('Collected'),
      hint: trans.__('Objects found unreachable and freed'),
      text: one => formatCount(one.collected),
      given: true
    },
    {
      name: trans.__('Uncollectable'),
      hint: trans.__('Objects found unreachable that could not be freed'),
      text: one => formatCount(one.uncollectable),
      given: true
    },
    {
      name: trans.__('Candidates'),
      hint: trans.__('Objects that the collections looked at'),
      text: one => figureText(one.candidates),
      given: generations.some(one => one.candidates !== null)
    },
    {
      name: trans.__('Time'),
      hint: trans.__('Time that the collections took'),
      text: one =>
        one.duration_ms === null ? NO_FIGURE : formatDuration(one.duration_ms),
      given: generations.some(one => one.duration_ms !== null)
    }
  ];
  return all.filter(statistic => statistic.given);
}
