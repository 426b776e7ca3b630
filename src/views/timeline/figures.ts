import type { TranslationBundle } from '@jupyterlab/translation';

import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatCountDelta,
  formatDuration,
  formatEstimate,
  formatPrompt,
  NO_FIGURE
} from '../format';
import { shareOfOthers } from './others';
import { objectsReason, unsampledReason, untold } from './reasons';
import { deltaOf, residentOf, timeOf } from './runs';
import type { EraBreak, Run, TimelineItem, UserCollection } from './runs';

/** A figure as the user reads it. */
export interface Figure {
  readonly text: string;
  /** Why it is missing, or what to know of it; empty when it says all by itself. */
  readonly note: string;
}

export interface NamedFigure extends Figure {
  /** Translated. */
  readonly name: string;
}

type Entry = Run | UserCollection;

/** Change of RSS. */
export function deltaFigure(entry: Entry, trans: TranslationBundle): Figure {
  const { before, after } = residentOf(entry);
  const delta = deltaOf(before, after);
  if (delta === null) {
    const absent = ['rss_before_bytes', 'rss_after_bytes'];
    return missing(entry, absent, trans);
  }
  return {
    text: formatBytesDelta(delta),
    note: [
      `${formatBytes(before ?? 0)} → ${formatBytes(after ?? 0)}`,
      ...(entry.type === 'run' ? shareOfOthers(entry, trans) : [])
    ].join('. ')
  };
}

/** Highest RSS. */
export function peakFigure(entry: Entry, trans: TranslationBundle): Figure {
  if (entry.type === 'collection') {
    const before = entry.collection.rss_before_bytes;
    return before === null
      ? missing(entry, ['rss_before_bytes'], trans)
      : { text: formatBytes(before), note: trans.__('Before it') };
  }
  if (entry.peakBytes === null) {
    return missing(entry, ['peak_rss_bytes'], trans);
  }
  const text = formatBytes(entry.peakBytes);
  return entry.peakSampled
    ? {
        text: formatEstimate(text),
        note: trans.__('The highest sample; a short peak may have been higher')
      }
    : { text, note: '' };
}

export function timeFigure(entry: Entry, trans: TranslationBundle): Figure {
  if (entry.type === 'collection') {
    return { text: formatDuration(entry.collection.took_ms), note: '' };
  }
  const time = timeOf(entry);
  if (time === null) {
    return { text: NO_FIGURE, note: untold(entry, trans) };
  }
  const text = formatDuration(time);
  switch (entry.state) {
    case 'running':
      return { text, note: trans.__('So far') };
    case 'lost':
      return { text, note: trans.__('Up to the last sample') };
    default:
      return { text, note: '' };
  }
}

/** Change of the number of objects. */
export function objectsFigure(entry: Entry, trans: TranslationBundle): Figure {
  if (entry.type === 'collection') {
    return {
      text: formatCountDelta(-entry.collection.unreachable),
      note: trans.__('Objects that gc.collect() found unreachable')
    };
  }
  const delta = entry.objects?.delta ?? null;
  if (delta !== null) {
    return { text: formatCountDelta(delta), note: '' };
  }
  const isCounting = entry.objects?.reason === 'counting';
  return {
    text: isCounting ? trans.__('counting…') : NO_FIGURE,
    note: objectsReason(entry, trans)
  };
}

/** Automatic collections and how long they stopped the cell. */
export function gcFigure(entry: Entry, trans: TranslationBundle): Figure {
  if (entry.type === 'collection') {
    return { text: '', note: '' };
  }
  if (entry.gcCount === null || entry.gcPauseMs === null) {
    return { text: NO_FIGURE, note: untold(entry, trans) };
  }
  return entry.gcCount === 0
    ? { text: '0', note: '' }
    : {
        text: `${formatCount(entry.gcCount)} · ${formatDuration(entry.gcPauseMs)}`,
        note: trans._n(
          '%2 collection, which stopped the cell for %3',
          '%2 collections, which stopped the cell for %3 in all',
          entry.gcCount,
          formatCount(entry.gcCount),
          formatDuration(entry.gcPauseMs)
        )
      };
}

/** What the probe itself cost. */
export function probeFigure(entry: Entry, trans: TranslationBundle): Figure {
  if (entry.type === 'collection') {
    return { text: '', note: '' };
  }
  return entry.hookMs === null
    ? { text: NO_FIGURE, note: untold(entry, trans) }
    : {
        text: formatDuration(entry.hookMs),
        note: [...entry.skipped.values()].join(' ')
      };
}

/** All figures of a run or collection. */
export function figuresOf(
  entry: Entry,
  trans: TranslationBundle
): readonly NamedFigure[] {
  const resident = { name: trans.__('RSS'), ...deltaFigure(entry, trans) };
  const peak = { name: trans.__('Peak'), ...peakFigure(entry, trans) };
  const time = { name: trans.__('Time'), ...timeFigure(entry, trans) };
  const objects = { name: trans.__('Objects'), ...objectsFigure(entry, trans) };
  return entry.type === 'collection'
    ? [resident, time, objects]
    : [
        resident,
        peak,
        time,
        objects,
        { name: trans.__('gc'), ...gcFigure(entry, trans) },
        { name: trans.__('Probe’s cost'), ...probeFigure(entry, trans) }
      ];
}

/** `[4]`, `[ ]` for a run without a number. */
export function promptOf(run: Run): string {
  return formatPrompt(run.executionCount);
}

/** What a row or band is about: `[5] zscore(samples), raised ValueError`. */
export function titleOf(item: TimelineItem, trans: TranslationBundle): string {
  switch (item.type) {
    case 'break':
      return breakText(item, trans);
    case 'collection':
      return trans.__('you collected');
    case 'run': {
      const marks = [stateText(item, trans)];
      if (item.recorded) {
        marks.push(trans.__('allocations recorded'));
      }
      const title = `${promptOf(item)} ${item.label}`;
      return [title, ...marks].filter(Boolean).join(', ');
    }
  }
}

/** How a run ended, where that is worth a word. */
export function stateText(run: Run, trans: TranslationBundle): string {
  switch (run.state) {
    case 'error':
      return trans.__('raised %1', run.raised ?? trans.__('an exception'));
    case 'interrupted':
      return trans.__('interrupted');
    case 'running':
      return trans.__('running');
    case 'lost':
      return trans.__('the kernel ended in it');
    case 'unheard':
      return trans.__('the kernel ended without a word of it');
    case 'ok':
      return '';
  }
}

/** Everything in one sentence, for screen readers. */
export function sentenceOf(entry: Entry, trans: TranslationBundle): string {
  const figures = figuresOf(entry, trans).map(({ name, text, note }) =>
    [name, text === NO_FIGURE ? '' : text, note && `(${note})`]
      .filter(Boolean)
      .join(' ')
  );
  return `${titleOf(entry, trans)}: ${figures.join('; ')}`;
}

export function breakText(item: EraBreak, trans: TranslationBundle): string {
  switch (item.because) {
    case 'died':
      return item.followed
        ? trans.__('kernel died and was restarted')
        : trans.__('kernel died');
    case 'restarted':
      return trans.__('kernel restarted');
    case 'switched':
      return trans.__('kernel changed');
    case 'closed':
      return trans.__('kernel shut down');
    case 'off':
      return trans.__('Heapscope was switched off');
    case 'replaced':
      return trans.__('Heapscope was switched off in another page');
  }
}

function missing(
  entry: Entry,
  fields: readonly string[],
  trans: TranslationBundle
): Figure {
  const absent =
    entry.type === 'run'
      ? entry.absent
      : new Map(entry.collection.absent.map(one => [one.figure, one.reason]));
  const reason =
    entry.type === 'run' ? unsampledReason(entry, trans) : undefined;
  return {
    text: NO_FIGURE,
    note:
      reason ??
      fields.map(field => absent.get(field)).find(Boolean) ??
      trans.__('The kernel did not give this figure')
  };
}
