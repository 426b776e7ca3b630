import '@testing-library/jest-dom';
import { act, fireEvent, screen, within } from '@testing-library/react';
import type { Widget } from '@lumino/widgets';

import { CommandIDs } from '../../../commands';
import { example } from '../../../protocol/__tests__/examples';
import { frame, showView, viewBench } from '../../__tests__/viewContext';
import type { ViewBench } from '../../__tests__/viewContext';
import { createView } from '..';
import type { ChartHandlers, ChartInput } from '../chart';
import { addCollection, addRun, BEGIN, startRun } from './story';

/** What the canvas would be given; drawing itself needs a browser. */
const drawn: { input: ChartInput | null; handlers: ChartHandlers | null } = {
  input: null,
  handlers: null
};

jest.mock('../chart', () => ({
  plotWidth: (width: number) => width - 56,
  Chart: class {
    constructor(_: HTMLElement, input: ChartInput, handlers: ChartHandlers) {
      drawn.input = input;
      drawn.handlers = handlers;
    }
    update(input: ChartInput): void {
      drawn.input = input;
    }
    dispose(): void {
      drawn.handlers = null;
    }
  }
}));

const HOSTILE = '<img src=x onerror=alert(1)>';

let bench: ViewBench;
let view: Widget;

async function show(tell: (bench: ViewBench) => void): Promise<void> {
  bench = viewBench();
  bench.onExecute = ({ id, args }) => {
    if (id === CommandIDs.selectRun) {
      bench.model.selection.select(args.key as string | null);
    }
  };
  tell(bench);
  view = await showView(createView(bench.context));
}

const story = ({ model: { timeline } }: ViewBench): void => {
  addRun(timeline, { run_id: 1 });
  addRun(timeline, { run_id: 2, status: 'error' });
  addCollection(timeline, BEGIN + 25_000);
  addRun(timeline, { run_id: 3 });
};

const rows = () => within(screen.getByRole('grid')).getAllByRole('row');
const chart = () => screen.getByRole('slider');
const press = async (key: string) => {
  fireEvent.keyDown(chart(), { key });
  await frame();
};

afterEach(() => act(async () => view.dispose()));

describe('the timeline', () => {
  it('says that it connects, which may wait for a cell, instead of what to do', async () => {
    await show(({ model }) => model.kernel.update({ phase: 'booting' }));
    expect(screen.getByText('Connecting to the kernel…')).toBeVisible();
    expect(screen.getByText(/While a cell runs/)).toBeVisible();
    expect(screen.queryByText('Run a cell')).toBeNull();
  });

  it('says what to do while nothing has run', async () => {
    await show(() => undefined);
    expect(screen.getByText('Run a cell')).toBeInTheDocument();
    expect(screen.queryByRole('grid')).toBeNull();
  });

  it('lists runs, collections and their sum', async () => {
    await show(story);
    expect(rows().map(row => row.textContent)).toEqual([
      expect.stringContaining('Δ RSS'),
      expect.stringContaining('[1]step(1)+100.0 MiB200.0 MiB1.00 s'),
      expect.stringContaining('[2]✕step(2)'),
      expect.stringContaining('◆you collected−1.7 MiB'),
      expect.stringContaining('[3]step(3)'),
      expect.stringContaining('Σsince kernel start+298.3 MiB'),
      expect.stringMatching(/^between cells.*\+1\.7 MiB$/)
    ]);
    expect(screen.getByText('3 runs, idle time folded')).toBeInTheDocument();
    expect(screen.getByText('hook cost 0.2 ms a cell')).toBeInTheDocument();
  });

  it('keeps the cost of recording apart', async () => {
    const { recorded, probe } = example('report').run;
    await show(({ model: { timeline } }) =>
      addRun(timeline, { recorded, probe: { ...probe, hook_ms: 170 } })
    );
    expect(
      screen.getByText('hook cost 0.17 s a cell while recording')
    ).toBeInTheDocument();
    act(() => addRun(bench.model.timeline, { run_id: 2 }));
    await frame();
    expect(screen.getByText('hook cost 0.2 ms a cell')).toBeInTheDocument();
  });

  it('parts the lives of a kernel', async () => {
    await show(({ model }) => {
      addRun(model.timeline);
      model.timeline.endEra('died');
      model.reset();
      addRun(model.timeline);
    });
    expect(rows()[2]).toHaveTextContent('kernel died and was restarted');
    expect(rows()[4]).toHaveTextContent('Σsince kernel start+100.0 MiB');
  });

  it('shows a run as it goes on', async () => {
    await show(({ model }) => startRun(model.timeline, 7));
    bench.model.apply(example('sample', { run_id: 7, at_ms: 14_200 }));
    await frame();
    expect(rows()[1]).toHaveTextContent(/\[7\]▶.*14\.2 s/);
    expect(drawn.input?.scene.now).not.toBeNull();
  });

  it('tells untrusted text as text', async () => {
    await show(({ model }) => addRun(model.timeline, { label: HOSTILE }));
    expect(screen.getByText(HOSTILE)).toBeInTheDocument();
    expect(document.querySelector('img')).toBeNull();
  });

  it('does nothing while it is hidden, and catches up', async () => {
    await show(story);
    view.hide();
    addRun(bench.model.timeline, { run_id: 4 });
    await frame();
    expect(screen.queryByText('step(4)')).toBeNull();
    view.show();
    await frame();
    expect(screen.getByText('step(4)')).toBeInTheDocument();
  });

  it('stands still while Live is off', async () => {
    await show(story);
    fireEvent.click(screen.getByRole('switch', { name: 'Live' }));
    addRun(bench.model.timeline, { run_id: 4 });
    await frame();
    expect(screen.queryByText('step(4)')).toBeNull();
    fireEvent.click(screen.getByRole('switch', { name: 'Live' }));
    await frame();
    expect(screen.getByText('step(4)')).toBeInTheDocument();
  });

  it('clears the history by a command', async () => {
    await show(story);
    fireEvent.click(screen.getByRole('button', { name: 'Clear history' }));
    expect(bench.executed.map(one => one.id)).toEqual([
      CommandIDs.clearHistory
    ]);
  });
});

describe('selection', () => {
  it('goes to the cell of a row that is clicked', async () => {
    await show(story);
    fireEvent.click(rows()[2]);
    await frame();
    expect(bench.executed[0].args).toEqual({
      session: 'notebook-1',
      key: '0:2',
      reveal: true
    });
    expect(rows()[2]).toHaveAttribute('aria-selected', 'true');
    expect(drawn.input?.scene.selectedKey).toBe('0:2');
  });

  it('goes to the cell of a band that is clicked', async () => {
    await show(story);
    await act(async () => drawn.handlers?.onClick(0.1));
    expect(bench.executed[0].args).toMatchObject({ key: '0:1', reveal: true });
  });

  it('moves by arrows and is read out', async () => {
    await show(story);
    await press('ArrowRight');
    expect(chart()).toHaveAttribute('aria-valuenow', '3');
    await press('ArrowLeft');
    expect(chart()).toHaveAttribute('aria-valuenow', '2');
    expect(chart()).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/^\[2\] step\(2\), raised .*RSS \+100\.0 MiB/)
    );
    expect(bench.executed.map(one => one.args.reveal)).toEqual([false, false]);
    await press('Enter');
    expect(bench.executed[2].args).toMatchObject({ key: '0:2', reveal: true });
  });

  it('has a summary of the whole chart', async () => {
    await show(story);
    expect(chart()).toHaveAccessibleName(
      'RSS over 3 cell runs; now 400.0 MiB, highest 400.0 MiB in [3]'
    );
  });
});

describe('range and scale', () => {
  const stretch = () => drawn.input?.stretch;
  const chosen = () =>
    within(screen.getByRole('radiogroup', { name: 'Range' }))
      .getAllByRole('radio')
      .filter(one => one.getAttribute('aria-checked') === 'true')
      .map(one => one.textContent);

  it('zooms by a drag, and back by Escape before it clears the selection', async () => {
    await show(story);
    await press('End');
    const all = stretch();
    await act(async () => drawn.handlers?.onDrag(0.5, 1.5));
    expect(chosen()).toEqual(['Zoom']);
    expect(stretch()?.from).toBeCloseTo(0.5);
    await press('Escape');
    expect(stretch()).toEqual(all);
    expect(bench.model.selection.key).toBe('0:3');
    await press('Escape');
    expect(bench.model.selection.key).toBeNull();
  });

  it('does not say Live of a zoomed chart, and goes back by it', async () => {
    await show(story);
    const live = screen.getByRole('switch', { name: 'Live' });
    const all = stretch();
    await act(async () => drawn.handlers?.onDrag(0.5, 1.5));
    expect(live).not.toBeChecked();
    expect(live).toHaveAttribute(
      'title',
      expect.stringContaining('double click')
    );
    fireEvent.click(live);
    await frame();
    expect(live).toBeChecked();
    expect(live).not.toHaveAttribute('title');
    expect(stretch()).toEqual(all);
    await act(async () => drawn.handlers?.onDrag(0.5, 1.5));
    await act(async () => void drawn.handlers?.onReset());
    expect(live).toBeChecked();
  });

  it('shows one run only, the selected or the newest', async () => {
    await show(story);
    fireEvent.click(screen.getByRole('radio', { name: '[3] only' }));
    const newest = stretch();
    fireEvent.click(rows()[1]);
    await frame();
    expect(chosen()).toEqual(['[1] only']);
    expect(stretch()?.to).toBeLessThan(newest?.from ?? 0);
  });

  it('has no time of a cell that ended its kernel at once, and means another one by its number', async () => {
    await show(bench_ => {
      const { timeline } = bench_.model;
      timeline.apply(example('hello'));
      story(bench_);
      timeline.suppose({
        cellId: 'cell-4',
        code: 'import os; os._exit(1)',
        executionCount: null,
        isBegun: false,
        dueAtMs: BEGIN + 40_000,
        startedAtMs: BEGIN + 40_000
      });
      timeline.endEra('died');
    });
    const scene = drawn.input?.scene;
    const times = scene?.marks.bands.map(({ run }) => scene.timeText(run));
    expect(times).toEqual(['1.00 s', '1.00 s', '1.00 s', '—']);
    expect(screen.getByRole('radio', { name: '[3] only' })).toBeVisible();
    fireEvent.click(screen.getByRole('row', { name: /import os/ }));
    await frame();
    expect(screen.getByRole('radio', { name: 'One cell only' })).toBeVisible();
  });

  it('changes to true time', async () => {
    await show(story);
    fireEvent.click(screen.getByRole('radio', { name: 'Clock' }));
    expect(stretch()?.to).toBeGreaterThan(3000);
  });

  it('draws limits when they are near', async () => {
    await show(bench_ => {
      bench_.model.apply(example('hello'));
      addRun(bench_.model.timeline, { peak_rss_bytes: 2_000_000_000 });
    });
    expect(drawn.input?.scene.limits.map(one => one.label)).toEqual([
      'warn 1.60 GiB',
      'container limit 2.00 GiB'
    ]);
  });
});
