import '@testing-library/jest-dom';
import { nullTranslator } from '@jupyterlab/translation';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { example } from '../../../protocol/__tests__/examples';
import { begunRun } from '../../../model/running';
import { BadgeDetails } from '../BadgeDetails';
import { badgeBar, figuresOfRun, figuresOfRunning } from '../badgeGeometry';
import { CellBadge } from '../CellBadge';

const trans = nullTranslator.load('jupyterlab_heapscope');
const MIB = 1024 ** 2;
const figures = (before: number, after: number, peak: number | null) => ({
  beforeBytes: before,
  afterBytes: after,
  peakBytes: peak,
  durationMs: 580,
  live: false,
  isSampled: true
});

describe('the bar of a badge', () => {
  it('shows growth from what was there before, and the peak', () => {
    expect(badgeBar(figures(100, 300, 500), 1000)).toEqual({
      before: 0.1,
      changeStart: 0.1,
      change: expect.closeTo(0.2),
      grows: true,
      peak: 0.5
    });
  });

  it('shows what was given back behind what is left', () => {
    expect(badgeBar(figures(300, 100, 300), 1000)).toEqual({
      before: 0.1,
      changeStart: 0.1,
      change: expect.closeTo(0.2),
      grows: false,
      peak: 0.3
    });
  });

  it('never leaves its frame', () => {
    const bar = badgeBar(figures(900, 1500, 2000), 1000);
    expect(bar).toMatchObject({ before: 0.9, peak: 1 });
    expect((bar?.changeStart ?? 0) + (bar?.change ?? 0)).toBeCloseTo(1);
  });

  it('is not drawn without figures or a whole', () => {
    const unknown = { ...figures(0, 0, null), beforeBytes: null };
    expect(badgeBar(unknown, 1000)).toBeNull();
    expect(badgeBar(figures(1, 2, 3), 0)).toBeNull();
  });
});

describe('a badge', () => {
  const report = example('report').run;

  it('takes the figures of a report', () => {
    const entry = {
      type: 'run' as const,
      key: '0:1',
      era: 0,
      report,
      objects: null
    };
    expect(figuresOfRun(entry)).toEqual({
      beforeBytes: report.rss_before_bytes,
      afterBytes: report.rss_after_bytes,
      peakBytes: report.peak_rss_bytes,
      durationMs: report.duration_ms,
      live: false,
      isSampled: true
    });
  });

  it('takes the highest sample as peak while the cell runs', () => {
    const started = { ...example('run_started'), rss_before_bytes: 100 };
    const samples = [
      { at_ms: 100, rss_bytes: 300 },
      { at_ms: 200, rss_bytes: 200 }
    ];
    expect(
      figuresOfRunning({
        key: '0:1',
        era: 0,
        started,
        samples,
        elapsedMs: 200,
        location: null,
        isSampled: true
      })
    ).toEqual({
      beforeBytes: 100,
      afterBytes: 200,
      peakBytes: 300,
      durationMs: 200,
      live: true,
      isSampled: true
    });
  });

  it('claims nothing of a running cell of which nothing was read', () => {
    const started = { ...example('run_started'), rss_before_bytes: 100 };
    const running = {
      key: '0:1',
      era: 0,
      started,
      samples: [],
      elapsedMs: 0,
      location: null,
      isSampled: true
    };
    expect(figuresOfRunning(running)).toMatchObject({
      afterBytes: null,
      peakBytes: null
    });
  });

  it.each([
    [true, /^No sample has come yet/],
    [false, /^Sampling is switched off in the settings/]
  ])('says why nothing was read (sampled: %s)', (isSampled, text) => {
    const unread = figuresOfRunning({
      ...begunRun(example('run_started'), 0),
      isSampled
    });
    render(<BadgeDetails trans={trans} figures={unread} report={null} />);
    expect(screen.getByText(text)).toBeVisible();
  });

  it('says delta, peak and duration as text, and is chosen by the keyboard', async () => {
    const clicked = jest.fn();
    render(
      <CellBadge
        trans={trans}
        figures={figures(100 * MIB, 130 * MIB, 150 * MIB)}
        report={report}
        fullBytes={1024 * MIB}
        onClick={clicked}
      />
    );
    const badge = screen.getByRole('button');
    expect(badge).toHaveTextContent('+30.0 MiB');
    expect(badge).toHaveTextContent('peak 150.0 MiB');
    expect(badge).toHaveTextContent('0.58 s');
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(clicked).toHaveBeenCalledTimes(1);
  });

  it('says that figures are not final, and does not invent missing ones', () => {
    render(
      <CellBadge
        trans={trans}
        figures={{ ...figures(100, 100, null), live: true, beforeBytes: null }}
        report={null}
        fullBytes={1024 * MIB}
        onClick={() => undefined}
      />
    );
    const badge = screen.getByRole('button');
    expect(badge).toHaveTextContent('so far');
    expect(badge).toHaveTextContent('Memory:—');
    expect(badge).toHaveTextContent('peak —');
  });
});
