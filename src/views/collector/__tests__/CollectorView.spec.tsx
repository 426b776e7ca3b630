import '@testing-library/jest-dom';
import { act, fireEvent, screen, within } from '@testing-library/react';
import type { Widget } from '@lumino/widgets';

import { CommandIDs } from '../../../commands';
import type { CollectorState } from '../../../protocol';
import { example } from '../../../protocol/__tests__/examples';
import { frame, showView, viewBench } from '../../__tests__/viewContext';
import type { ViewBench } from '../../__tests__/viewContext';
import { createView } from '..';

let bench: ViewBench;
let view: Widget;

async function show(tell: (bench: ViewBench) => void): Promise<void> {
  bench = viewBench();
  tell(bench);
  view = await showView(createView(bench.context));
}

/** The golden state with some fields replaced. */
function collector(changes: Partial<CollectorState>) {
  const golden = example('collector');
  return { ...golden, collector: { ...golden.collector, ...changes } };
}

const row = (name: string) =>
  screen.getByRole('rowheader', { name }).closest('tr')?.textContent;

afterEach(() => act(async () => view.dispose()));

describe('the collector', () => {
  it('shows counts, thresholds and statistics of each generation', async () => {
    await show(({ model }) => model.apply(example('collector')));
    expect(row('Count')).toBe('Count61373');
    expect(row('Threshold')).toBe('Threshold2,0001010');
    expect(row('Collections')).toBe('Collections214194');
    expect(row('Collected')).toBe('Collected3,1201,874655');
    expect(screen.queryByText('Candidates')).toBeNull();
    const [meter] = screen.getAllByRole('meter');
    expect(meter).toHaveAttribute('aria-valuetext', '613 / 2,000');
  });

  it('shows what only newer Pythons tell', async () => {
    const [young, ...old] = example('collector').collector.generations;
    const told = { ...young, candidates: 12_345, duration_ms: 61 };
    await show(({ model }) =>
      model.apply(collector({ generations: [told, ...old] }))
    );
    expect(row('Candidates')).toBe('Candidates12,345——');
    expect(row('Time')).toBe('Time61 ms——');
  });

  it('says that gc.disable() was called', async () => {
    await show(({ model }) => model.apply(collector({ enabled: false })));
    expect(screen.getByRole('status')).toHaveTextContent('gc.disable()');
    expect(screen.getByText('off')).toBeInTheDocument();
  });

  it('says that a threshold of 0 switches it off', async () => {
    const [young, ...old] = example('collector').collector.generations;
    await show(({ model }) =>
      model.apply(
        collector({ generations: [{ ...young, threshold: 0 }, ...old] })
      )
    );
    expect(screen.getByRole('status')).toHaveTextContent(
      'threshold of generation 0 is 0'
    );
    expect(screen.getByText('off')).toBeInTheDocument();
  });

  it('says that it is on', async () => {
    await show(({ model }) => model.apply(example('collector')));
    expect(screen.queryByRole('status')).toBeNull();
    expect(screen.getByText('on')).toBeInTheDocument();
  });

  it('collects by the command, and shows what that did', async () => {
    await show(({ model }) => model.apply(example('collector')));
    fireEvent.click(screen.getByRole('button', { name: 'Collect garbage' }));
    expect(bench.executed).toEqual([
      { id: CommandIDs.collectGarbage, args: { session: 'notebook-1' } }
    ]);
    bench.model.apply(example('collection'));
    await frame();
    const result = screen.getByRole('status');
    expect(result).toHaveTextContent(
      'Found 12,345 unreachable objects in 41 ms.'
    );
    expect(result).toHaveTextContent('988.7 MiB → 987.0 MiB (−1.7 MiB)');
    expect(row('before')).toBe('before61373');
    expect(row('after')).toBe('after1200');
  });

  it('says that a collection waits for the running cell', async () => {
    await show(({ model }) => model.collector.setProgress({ phase: 'queued' }));
    expect(screen.getByRole('status')).toHaveTextContent('Queued.');
    expect(
      screen.getByRole('button', { name: 'Collect garbage' })
    ).toBeDisabled();
  });

  it('says why a collection failed', async () => {
    await show(({ model }) =>
      model.collector.setProgress({ phase: 'failed', message: '<b>no</b>' })
    );
    expect(screen.getByRole('alert')).toHaveTextContent('<b>no</b>');
  });

  it('lists the collections of the runs', async () => {
    const { run, ...rest } = example('report');
    await show(({ model }) => {
      model.apply({ ...rest, run: { ...run, gc_event_count: 3 } });
      model.apply(example('collection'));
    });
    const [, first, more, user] = within(screen.getByRole('grid'))
      .getAllByRole('row')
      .map(one => one.textContent);
    expect(first).toBe('[5] scaled = scale(samples)12 ms00.3 ms120');
    expect(more).toBe('[5] 2 more not listed');
    expect(user).toBe('◆ youall41 ms12,3450');
  });

  it('says that nothing was collected', async () => {
    const { run, ...rest } = example('report');
    const quiet = { ...run, gc_events: [], gc_event_count: 0 };
    await show(({ model }) => model.apply({ ...rest, run: quiet }));
    expect(screen.getByText('The collector did not run.')).toBeInTheDocument();
  });

  it('does not say so of runs that it does not know', async () => {
    await show(({ model }) => model.apply(example('collector')));
    expect(screen.queryByText('The collector did not run.')).toBeNull();
    expect(screen.getByText(/^No run is known here/)).toBeInTheDocument();
  });
});
