import '@testing-library/jest-dom';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';

import allocationsExample from '../../../../protocol/examples/allocations.json';
import recordingExample from '../../../../protocol/examples/recording.json';
import reportExample from '../../../../protocol/examples/report.json';
import startedExample from '../../../../protocol/examples/run_started.json';
import { CommandIDs } from '../../../commands';
import type {
  Allocations,
  Recording,
  RecordingState,
  Report,
  RunStarted
} from '../../../protocol';
import { viewBench } from '../../__tests__/viewContext';
import { visibleColumns } from '../../table/columns';
import { AllocationsView } from '../AllocationsView';
import { siteColumns } from '../columns';

const allocations = allocationsExample as Allocations;
const recording = recordingExample as Recording;
const report = reportExample as Report;

function show(
  changes: Partial<RecordingState> = {},
  message: Allocations | null = allocations
) {
  const bench = viewBench();
  bench.model.apply(report);
  bench.model.apply({
    ...recording,
    recording: { ...recording.recording, ...changes }
  });
  if (message) {
    bench.model.apply(message);
  }
  render(<AllocationsView context={bench.context} />);
  return bench;
}

const column = (id: string) =>
  within(screen.getByRole('grid'))
    .getAllByRole('row')
    .slice(1)
    .map(row => row.querySelector(`[data-column="${id}"]`)?.textContent);

describe('AllocationsView', () => {
  it('says that the notebook asks for recording and is not trusted', () => {
    const bench = show({ mode: 'off' }, null);
    expect(screen.queryByText(/not trusted/)).not.toBeInTheDocument();
    act(() => bench.model.recording.setAwaitsTrust(true));
    const notice = screen.getByText(
      'This notebook asks to record allocations; it is not trusted.'
    );
    expect(notice.parentElement).toHaveTextContent('Trust Notebook');
    act(() => bench.model.apply(recording)); // on, by the user
    expect(screen.queryByText(/not trusted/)).not.toBeInTheDocument();
  });

  it('says that a cell stopped tracemalloc, until somebody switches', () => {
    const off: RecordingState = { ...recording.recording, mode: 'off' };
    const ended = (state: RecordingState, prompt: number): Report => ({
      ...report,
      run: { ...report.run, execution_count: prompt },
      recording: state
    });
    const bench = show({ mode: 'on' });
    const notice = () => screen.queryByText(/which stopped tracemalloc/);
    act(() => bench.model.apply(ended({ ...off, mode: 'on' }, 6)));
    expect(notice()).toBeNull();
    act(() => bench.model.apply(ended(off, 7)));
    act(() => bench.model.apply(ended(off, 8)));
    expect(notice()).toHaveTextContent('Recording is off since [7]');
    act(() => bench.model.apply({ ...recording, recording: off }));
    expect(notice()).toBeNull();
    act(() =>
      bench.model.apply({
        ...recording,
        recording: { ...off, mode: 'next' }
      })
    );
    act(() => bench.model.apply(ended(off, 9))); // as it was asked to
    expect(notice()).toBeNull();
  });

  it('says which run is missing though recording is on', () => {
    const bench = show();
    const notice = () => screen.queryByText(/not recorded/);
    const started: RunStarted = {
      ...(startedExample as RunStarted),
      run_id: report.run.run_id + 1,
      execution_count: 6,
      recording: false
    };
    expect(notice()).toBeNull();
    act(() => bench.model.apply(started));
    expect(notice()).toHaveTextContent('[6], which runs, is not recorded');
    const run = {
      ...report.run,
      run_id: started.run_id,
      execution_count: 6,
      recorded: null
    };
    const { recording: state } = recording;
    act(() => bench.model.apply({ ...report, run, recording: state }));
    expect(notice()).toHaveTextContent('[6] ran after what is shown here');
    act(() => bench.model.apply({ ...started, run_id: 99, recording: true }));
    expect(notice()).toBeNull();
  });

  it('shows by which calls a line was reached, and goes to each of them', () => {
    const [site, caller] = allocations.items;
    const items = [{ ...site, callers: [caller.location] }];
    const bench = show({}, { ...allocations, group_by: 'call_path', items });
    expect(column('site')[0]).toBe('[5]:2 ← [4]:1');
    const wentTo = jest.spyOn(bench.context.commands, 'execute');
    fireEvent.click(screen.getByText('[4]:1'));
    expect(wentTo).toHaveBeenLastCalledWith(
      CommandIDs.goToLocation,
      expect.objectContaining({ location: caller.location })
    );
    fireEvent.click(screen.getByRole('radio', { name: 'By path' }));
    expect(wentTo).toHaveBeenLastCalledWith(
      CommandIDs.groupAllocations,
      expect.objectContaining({ groupBy: 'call_path' })
    );
  });

  it('says what the figures are not of the run alone, and what is cut', () => {
    show({ mode: 'off' }, { ...allocations, truncated: true, note: 'Since.' });
    expect(screen.getByRole('status')).toHaveTextContent(
      'Since. There are too many lines to keep: the smaller ones are added up at their file'
    );
  });

  it('says that the smaller call paths are added up at their line', () => {
    const cut = { ...allocations, truncated: true };
    show({ mode: 'off' }, { ...cut, group_by: 'call_path' });
    expect(screen.getByRole('status')).toHaveTextContent(
      'too many call paths to keep'
    );
  });

  it('names cells instead of temporary files, and shortens paths', () => {
    show();
    expect(column('site')).toEqual([
      '[5]:2',
      '[4]:1',
      'decoder.py:361',
      '409 more sites',
      'Σ after [5]'
    ]);
    const file = screen.getByText('decoder.py');
    expect(file.closest('[title]')).toHaveAttribute(
      'title',
      '/usr/lib/python3.13/json/decoder.py:361'
    );
  });

  it('shows changes and shares of the figure that sites are ordered by', () => {
    show();
    expect(column('size_delta')).toEqual([
      '+305.2 MiB',
      '0 B',
      '+1.4 KiB',
      '+648 B',
      '+305.2 MiB'
    ]);
    expect(column('share')).toEqual([
      '50 %',
      '50 %',
      '< 1 %',
      '< 1 %',
      '100 %'
    ]);
  });

  it('goes to the line', () => {
    const bench = show();
    fireEvent.click(screen.getByText('[5]:2'));
    expect(bench.executed).toHaveLength(1);
    expect(bench.executed[0]).toMatchObject({
      id: CommandIDs.goToLocation,
      args: { location: { execution_count: 5, line: 2 } }
    });
  });

  it('lets the probe order and sum up', () => {
    const bench = show();
    fireEvent.click(screen.getByRole('button', { name: 'Δ count' }));
    fireEvent.click(screen.getByRole('radio', { name: 'By file' }));
    expect(bench.executed.map(one => one.args)).toEqual([
      { session: 'notebook-1', orderBy: 'count_delta' },
      { session: 'notebook-1', groupBy: 'file' }
    ]);
    expect(screen.getByRole('columnheader', { name: 'Size' })).toHaveAttribute(
      'aria-sort',
      'descending'
    );
  });

  it('offers the order by what grew and by what is held', () => {
    const bench = show();
    expect(
      screen.getByRole('radio', { name: 'Grew in this run' })
    ).toBeChecked();
    fireEvent.click(screen.getByRole('radio', { name: 'Held now' }));
    expect(bench.executed[0].args).toMatchObject({ orderBy: 'bytes' });
    act(() => bench.model.queries.update({ orderAllocationsBy: 'count' }));
    const grew = screen.getByRole('radio', { name: 'Grew in this run' });
    expect(grew).not.toBeChecked();
    expect(grew).toHaveAttribute('tabindex', '0');
  });

  it('has what is held and what grew at every width', () => {
    const { trans } = viewBench().context;
    const columns = siteColumns(trans, allocations, () => undefined);
    const ids = visibleColumns(columns, 256).map(column => column.id);
    expect(ids).toEqual(['site', 'size', 'size_delta']);
  });

  it('has no source lines of whole files', () => {
    show({}, { ...allocations, group_by: 'file' });
    expect(screen.queryByRole('columnheader', { name: 'Source' })).toBeNull();
  });

  it('has no column of source lines where only files allocated', () => {
    const items = allocations.items.map(item => ({ ...item, source: null }));
    show({}, { ...allocations, items });
    expect(screen.queryByRole('columnheader', { name: 'Source' })).toBeNull();
  });

  it('filters by path, and adds up what is left', () => {
    show();
    fireEvent.change(screen.getByRole('searchbox'), {
      target: { value: 'python3.13/json' }
    });
    expect(column('site')).toEqual(['decoder.py:361', 'Σ filtered']);
  });

  it('says what recording costs, no more than was measured', () => {
    show();
    expect(screen.getByRole('status')).toHaveTextContent(
      'Recording slows what allocates: a test loop that does little else ran 3.6× slower here. [5] took 0.32 s; the same code took 0.30 s when it last ran unrecorded.'
    );
  });

  it('claims no figure that was not measured', () => {
    show({ allocation_slowdown: null });
    expect(screen.getByRole('status')).toHaveTextContent(
      'how much was not measured'
    );
  });

  it('says nothing of cost while it is off', () => {
    show({ mode: 'off' });
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('leaves alone what the notebook itself switched on', () => {
    show({ started_by_user: true });
    expect(screen.getByRole('radio', { name: 'Off' })).toBeDisabled();
    expect(screen.getByRole('status')).toHaveTextContent(
      'The notebook started tracemalloc by itself'
    );
  });

  it('switches recording by a command', () => {
    const bench = show({ mode: 'off' });
    fireEvent.click(screen.getByRole('radio', { name: 'Next cell' }));
    expect(bench.executed).toEqual([
      {
        id: CommandIDs.setRecording,
        args: { session: 'notebook-1', mode: 'next' }
      }
    ]);
  });

  it('tells the highest traced memory of the recorded run; the rest is the sum of the table', () => {
    show();
    expect(
      screen.getByText('at most 916.7 MiB within the run')
    ).toBeInTheDocument();
  });

  it('explains itself while nothing was recorded, and offers to', () => {
    const bench = show({ mode: 'off' }, null);
    fireEvent.click(
      screen.getByRole('button', { name: 'Record the next cell' })
    );
    expect(bench.executed[0].args.mode).toBe('next');
    act(() => bench.model.apply(recording));
    expect(
      screen.getByText('The next cell that runs will be recorded')
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Record the next cell' })
    ).toBeNull();
  });
});
