import '@testing-library/jest-dom';
import { nullTranslator } from '@jupyterlab/translation';
import { act, render, screen } from '@testing-library/react';
import React from 'react';

import type { CollectProgress } from '../../../model/collector';
import { Timeline } from '../../../model/timeline';
import { example } from '../../../protocol/__tests__/examples';
import { levelOf, shareOfLimit } from '../../level';
import { CollectButton, describeProgress } from '../CollectButton';
import { MemoryChip } from '../MemoryChip';
import { recentRss, sparklinePoints } from '../sparkline';

const trans = nullTranslator.load('jupyterlab_heapscope');
const MIB = 1024 ** 2;
const collection = {
  ...example('collection'),
  unreachable: 12345,
  rss_before_bytes: 500 * MIB,
  rss_after_bytes: 461.8 * MIB,
  took_ms: 41
};
const memory = {
  rss_bytes: 1.24 * 1024 * MIB,
  swap_bytes: 0,
  children: { count: 0, rss_bytes: 0 },
  limit_bytes: 2048 * MIB,
  limit_source: 'container' as const,
  traced_bytes: null
};

describe('what collecting says', () => {
  it('counts what was found unreachable, the change of RSS and the time', () => {
    expect(describeProgress(trans, { phase: 'done', collection })).toBe(
      'freed 12,345 objects, −38.2 MiB, 41 ms'
    );
  });

  it('knows one object, and RSS that cannot be had', () => {
    const one = { ...collection, unreachable: 1, rss_before_bytes: null };
    expect(describeProgress(trans, { phase: 'done', collection: one })).toBe(
      'freed 1 object, 41 ms'
    );
  });

  it('says when it waits', () => {
    expect(describeProgress(trans, { phase: 'queued' })).toMatch(/queued/);
  });
});

describe('the collect button', () => {
  const button = (progress: CollectProgress) => (
    <CollectButton
      trans={trans}
      progress={progress}
      shortcut="Ctrl Alt G"
      disabledBecause={null}
      onClick={() => undefined}
    />
  );

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('answers beside itself for 8 s', () => {
    const { rerender } = render(button({ phase: 'idle' }));
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    rerender(button({ phase: 'done', collection }));
    expect(screen.getByRole('status')).toHaveTextContent(
      'freed 12,345 objects'
    );
    expect(screen.getByText(/found unreachable\. RSS may/)).toBeVisible();
    act(() => {
      jest.advanceTimersByTime(7900);
    });
    expect(screen.getByRole('status')).not.toBeEmptyDOMElement();
    act(() => {
      jest.advanceTimersByTime(200);
    });
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  it('does not repeat an answer of before it was there', () => {
    render(button({ phase: 'done', collection }));
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  it('shows that it is queued, and cannot be pressed again', () => {
    render(button({ phase: 'queued' }));
    const collect = screen.getByRole('button', { name: 'Collect garbage' });
    expect(collect).toHaveTextContent('queued');
    expect(collect).toHaveAttribute('aria-disabled', 'true');
  });
});

describe('the memory chip', () => {
  it('names RSS, limit and share for screen readers', () => {
    render(
      <MemoryChip
        trans={trans}
        memory={memory}
        level="normal"
        peakBytes={null}
        readAtMs={0}
        recent={[1, 2, 3]}
        onClick={() => undefined}
      />
    );
    expect(
      screen.getByRole('button', {
        name: 'Memory of the kernel: 1.24 GiB of 2.00 GiB, 62 %'
      })
    ).toHaveTextContent('1.24 GiB/ 2.00 GiB');
  });

  it('is not there without a figure', () => {
    const { container } = render(
      <MemoryChip
        trans={trans}
        memory={{ ...memory, rss_bytes: null }}
        level="normal"
        peakBytes={null}
        readAtMs={0}
        recent={[]}
        onClick={() => undefined}
      />
    );
    expect(container).toBeEmptyDOMElement();
  });

  it.each([
    [79, 'normal'],
    [80, 'warning'],
    [90, 'critical'],
    [120, 'critical']
  ])('at %d %% of the limit is %s', (percent, level) => {
    const at = { ...memory, rss_bytes: (percent / 100) * memory.limit_bytes };
    expect(levelOf(at, { warnPercent: 80, criticalPercent: 90 })).toBe(level);
  });

  it('knows no level without a limit', () => {
    const unlimited = { ...memory, limit_bytes: null };
    expect(shareOfLimit(unlimited)).toBeNull();
    expect(levelOf(unlimited, { warnPercent: 1, criticalPercent: 2 })).toBe(
      'normal'
    );
  });
});

describe('the sparkline', () => {
  it('goes from left to right with the highest at the top', () => {
    expect(sparklinePoints([0, 100, 50], 52, 16)).toBe(
      '0.0,15.0 26.0,1.0 52.0,8.0'
    );
  });

  it('is not drawn for one value', () => {
    expect(sparklinePoints([5], 52, 16)).toBe('');
  });

  it('takes the last runs, and keeps half of its length for them while a cell runs', () => {
    const timeline = new Timeline(5000);
    const report = example('report');
    for (let id = 1; id <= 40; id++) {
      const run = { ...report.run, run_id: id, rss_after_bytes: id };
      timeline.apply({ ...report, run });
    }
    expect(recentRss(timeline)).toHaveLength(24);
    expect(recentRss(timeline).at(-1)).toBe(40);
    timeline.apply({ ...example('run_started'), run_id: 41 });
    for (let at = 1; at <= 100; at++) {
      const sample = { ...example('sample'), run_id: 41, at_ms: at };
      timeline.apply({ ...sample, rss_bytes: 1000 + at });
    }
    const values = recentRss(timeline);
    expect(values).toHaveLength(24);
    expect(values.at(-1)).toBe(1100);
    expect(values.filter(value => value > 1000)).toHaveLength(12);
  });
});
