import '@testing-library/jest-dom';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';

import censusExample from '../../../../protocol/examples/census.json';
import reportExample from '../../../../protocol/examples/report.json';
import sizesExample from '../../../../protocol/examples/variable_sizes.json';
import variablesExample from '../../../../protocol/examples/variables.json';
import { CommandIDs } from '../../../commands';
import { RequestError } from '../../../protocol';
import type {
  Census,
  Report,
  Variables,
  VariableSizes
} from '../../../protocol';
import { viewBench } from '../../__tests__/viewContext';
import { VariablesView } from '../VariablesView';

const census = censusExample as Census;
const report = reportExample as Report;
const variables = variablesExample as Variables;
const sizes = sizesExample as VariableSizes;

/** What was measured of the list `order_list`, which is small itself. */
const orders = (changes: object = {}): VariableSizes => ({
  ...sizes,
  run_id: 4,
  items: [
    {
      ...sizes.items[1],
      name: 'order_list',
      address: '0x7f3a5c1e4b80',
      deep_bytes: 400_000_000,
      exclusive_bytes: 300_000_000,
      shared_bytes: 100_000_000,
      held_by: ['recent'],
      ...changes
    }
  ]
});

/** A report of another run. */
const reportOf = (id: number): Report => ({
  ...report,
  run: { ...report.run, run_id: id, execution_count: id }
});

function show(message: Census | null = census) {
  const bench = viewBench();
  bench.onExecute = ({ id, args }) => {
    if (id === CommandIDs.filterVariables) {
      bench.model.queries.update({ variablesFilter: String(args.filter) });
    }
  };
  [1, 2, 3, 4].forEach(id => bench.model.apply(reportOf(id)));
  bench.model.apply({ ...variables, run_id: 4, execution_count: 4 });
  if (message) {
    bench.model.apply(message);
  }
  render(<VariablesView context={bench.context} />);
  return bench;
}

const table = (name: string) => screen.getByRole('grid', { name });
const column = (name: string, id: string) =>
  within(table(name))
    .getAllByRole('row')
    .slice(1)
    .map(row => row.querySelector(`[data-column="${id}"]`)?.textContent);

describe('VariablesView', () => {
  it('lists the names by size, without the hidden groups', () => {
    show();
    expect(column('Variables', 'name').slice(0, 3)).toEqual([
      'samples',
      'Person',
      'recursive_function'
    ]);
    expect(screen.queryByText('np')).toBeNull();
    expect(
      screen.getByText('8 of 31 names, in 0.6 ms after [4]')
    ).toBeVisible();
  });

  it('says that names and census are of a kernel that ended, or that there are none', () => {
    const { model } = show();
    act(() => model.kernel.update({ phase: 'none' }));
    expect(
      screen.getAllByText(/after \[4\], of a kernel that ended$/)
    ).toHaveLength(2);
    expect(table('Census by type')).toHaveClass('jp-mod-stale');
    act(() => model.variables.reset());
    expect(
      screen.getByText('Names were not read before the kernel ended.')
    ).toBeVisible();
  });

  it('shows badge, shape, size and value, and untrusted text as text', () => {
    show();
    const row = within(table('Variables')).getByRole('row', { name: /title/ });
    expect(row).toHaveTextContent("'Orders of <b>November</b>'");
    expect(row).toHaveTextContent('74 B');
    const samples = screen.getByRole('row', { name: /samples/ });
    expect(samples.querySelector('.jp-Heapscope-type')).toHaveTextContent(
      /^ndarray$/
    );
    expect(samples).toHaveTextContent('305.2 MiB');
  });

  it('filters by name and by type', () => {
    const bench = show();
    const filter = screen.getByRole('searchbox', {
      name: 'Filter names, types'
    });
    fireEvent.change(filter, { target: { value: 'NDARRAY' } });
    expect(column('Variables', 'name')).toEqual(['samples', 'recent']);
    fireEvent.change(filter, { target: { value: 'nothing of this' } });
    expect(screen.getByText(/among all names/)).toBeInTheDocument();
    act(() =>
      bench.model.apply({ ...variables, items: [], filter: 'nothing of this' })
    );
    expect(
      screen.getByText('All names are hidden or filtered out.')
    ).toBeInTheDocument();
  });

  it('says that not all names are listed, and that the filter searches all', () => {
    const bench = show();
    expect(screen.queryByText(/largest names/)).toBeNull();
    act(() => bench.model.apply({ ...variables, fitting: 10_031 }));
    expect(
      screen.getByText('Only the 9 largest names are listed.').parentElement
    ).toHaveTextContent('There are 10,031 that are not hidden');
    act(() =>
      bench.model.apply({ ...variables, fitting: 10_031, filter: 'a' })
    );
    expect(
      screen.getByText(/largest names that fit/).parentElement
    ).toHaveTextContent('10,031 fit.');
    act(() => bench.model.apply({ ...variables, truncated: true }));
    expect(screen.getByText(/too many names to look at all/)).toBeVisible();
  });

  it('lists by what each name holds, as soon as it is measured', () => {
    const bench = show();
    const size = () =>
      screen
        .getByRole('row', { name: /order_list/ })
        .querySelector('[data-column="size"] > span');
    expect(column('Variables', 'name')[0]).toBe('samples');
    expect(size()).toHaveTextContent('…');
    act(() => bench.model.apply(orders()));
    expect(column('Variables', 'name')[0]).toBe('order_list');
    expect(size()).toHaveTextContent('381.5 MiB');
    expect(size()?.getAttribute('title')?.split('\n')).toEqual([
      '381.5 MiB with all that it leads to',
      '286.1 MiB that this name alone holds',
      '95.4 MiB that others hold, too',
      'Also held by: recent'
    ]);
    expect(column('Variables', 'size')[1]).toBe('≥ 305.2 MiB');
  });

  it('says where a size is not the whole one', () => {
    const bench = show();
    const first = () => column('Variables', 'size')[0];
    act(() => bench.model.apply(orders({ notes: ['Memory of x.'] })));
    expect(first()).toBe('≈ 381.5 MiB');
    act(() => bench.model.apply(orders({ deep_bytes: null })));
    expect(first()).toBe('≥ 305.2 MiB');
    act(() => bench.model.apply(orders({ address: '0x1' })));
    expect(column('Variables', 'name')[0]).toBe('samples');
  });

  it('says which sizes are the least that there is, and sorts by them', () => {
    const bench = show();
    const large = { deep_bytes: 400_000_001, deep_complete: false };
    const some = { exclusive_bytes: null, shared_bytes: null, held_by: [] };
    act(() => bench.model.apply(orders({ ...large, ...some })));
    expect(column('Variables', 'name')[0]).toBe('order_list');
    expect(column('Variables', 'size')[0]).toBe('≥ 381.5 MiB');
    const size = screen
      .getByRole('row', { name: /order_list/ })
      .querySelector('[data-column="size"] > span');
    expect(size?.getAttribute('title')).toMatch(
      /^At least 381.5 MiB with all that it leads to. It is too large/
    );
    act(() => bench.model.apply(orders({ ...large, notes: ['Of x.'] })));
    expect(column('Variables', 'size')[0]).toBe('≥ 381.5 MiB');
  });

  it('shows what is known at least where measuring failed, and why', () => {
    const bench = show();
    const { sizes } = bench.model;
    const first = () => column('Variables', 'size')[0];
    act(() => sizes.refuse(new RequestError('cancelled', 'Later.')));
    expect(first()).toBe('…');
    act(() => sizes.refuse(new RequestError('failed', 'Memory is short.')));
    expect(first()).toMatch(/^≥ /);
    const [figure] = screen.getAllByTitle(/could not be measured/);
    expect(figure).toHaveAttribute(
      'title',
      'The object alone. What it leads to could not be measured: Memory is short.'
    );
    act(() => bench.model.apply(orders()));
    expect(screen.queryByTitle(/could not be/)).not.toBeInTheDocument();
    expect(first()).toBe('381.5 MiB');
  });

  it('keeps sizes that were measured when a run cuts the next measuring', () => {
    const bench = show();
    const cut = { ...orders(), cut_because: 'next_run' as const, items: [] };
    act(() => bench.model.apply(orders()));
    act(() => bench.model.apply(cut));
    expect(column('Variables', 'name')[0]).toBe('order_list');
  });

  it('says that names are of a cell that still runs', () => {
    const bench = show();
    const running = { ...variables, while_running: true, execution_count: 5 };
    act(() => bench.model.apply(running));
    expect(
      screen.getByText('8 of 31 names, in 0.6 ms during [5]')
    ).toBeVisible();
  });

  it('hides groups by a command', () => {
    const bench = show();
    fireEvent.click(screen.getByRole('button', { name: /Hide: modules/ }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'modules' }));
    expect(bench.executed).toEqual([
      {
        id: CommandIDs.hideGroups,
        args: { session: 'notebook-1', hiddenGroups: ['ipython'] }
      }
    ]);
  });

  it('counts by type, the most grown first, with the sum of all', () => {
    show();
    expect(
      screen.getByText(
        '312,884 objects, 354.0 MiB shallow, complete, in 58 ms after [4]'
      )
    ).toBeInTheDocument();
    expect(column('Census by type', 'type').slice(0, 2)).toEqual([
      'numpy.ndarray',
      'dict'
    ]);
    expect(column('Census by type', 'size_delta').slice(0, 2)).toEqual([
      '+305.2 MiB',
      '+13.5 KiB'
    ]);
    expect(column('Census by type', 'type').slice(-2)).toEqual([
      '1,835 more types',
      'Σ'
    ]);
    expect(column('Census by type', 'count').at(-1)).toBe('312,884');
  });

  it('compares with the run before, or with the baseline', () => {
    show();
    const against = screen.getByRole('combobox', { name: 'Changes against' });
    expect(against).toHaveDisplayValue('against after [3]');
    fireEvent.change(against, { target: { value: 'baseline' } });
    expect(against).toHaveDisplayValue('against baseline: after [1]');
    const rows = column('Census by type', 'count_delta');
    expect(rows[0]).toBe('+2');
  });

  it('names what it compares with before any run, and the lack of it', () => {
    const bench = show({
      ...census,
      previous_run_id: 0,
      baseline_run_id: null
    });
    const against = screen.getByRole('combobox', { name: 'Changes against' });
    expect(against).toHaveDisplayValue('against before the first run');
    act(() => bench.model.apply({ ...census, previous_run_id: null }));
    expect(against).toHaveDisplayValue('nothing to compare with');
  });

  it('sets and clears the baseline by commands', () => {
    const bench = show();
    fireEvent.click(screen.getByRole('button', { name: 'Set baseline' }));
    fireEvent.click(screen.getByRole('button', { name: 'Clear baseline' }));
    expect(bench.executed.map(one => one.id)).toEqual([
      CommandIDs.setBaseline,
      CommandIDs.clearBaseline
    ]);
  });

  it('greys what a newer run may have changed', () => {
    const bench = show();
    expect(table('Variables')).not.toHaveClass('jp-mod-stale');
    act(() => bench.model.apply(reportOf(5)));
    expect(table('Variables')).toHaveClass('jp-mod-stale');
    expect(table('Census by type')).toHaveClass('jp-mod-stale');
  });

  it('shows an estimate of the whole heap with its error, and offers more time', () => {
    const { type } = census.rows;
    const none = type.map(() => null);
    const bench = show({
      ...census,
      complete: false,
      previous_run_id: null,
      baseline_run_id: null,
      rows: { ...census.rows, count_delta: none, bytes_delta: none },
      sampled: {
        share: 0.23,
        object_count_error: 12_300,
        object_bytes_error: 4096,
        count_error: type.map((_, at) => (at === 1 ? 1500 : 0)),
        bytes_error: type.map((_, at) => (at === 1 ? 2048 : 0))
      }
    });
    expect(
      screen.getByText(
        '≈ 312,884 objects, ≈ 354.0 MiB shallow, estimated, in 58 ms after [4]'
      )
    ).toBeInTheDocument();
    expect(
      screen.getByText(/These figures are estimated/).parentElement
    ).toHaveTextContent('± 12,300 objects in 95 of 100 cases');
    expect(screen.getByText(/23 % of their references/)).toBeInTheDocument();
    const counts = column('Census by type', 'count');
    expect(counts).toContain('≈ 78,214');
    expect(counts).toContain('31,906');
    expect(counts.at(-1)).toBe('≈ 312,884');
    expect(column('Census by type', 'count_error').at(-1)).toBe('12,300');
    const grid = within(table('Census by type'));
    expect(grid.queryByRole('columnheader', { name: /Δ/ })).toBeNull();
    expect(grid.getByRole('columnheader', { name: /^Size/ })).toHaveAttribute(
      'aria-sort',
      'descending'
    );
    const against = screen.getByRole('combobox', { name: 'Changes against' });
    expect(against).toBeDisabled();
    expect(against).toHaveDisplayValue('nothing to compare with');
    fireEvent.click(screen.getByRole('button', { name: /Count for up to/ }));
    expect(bench.executed.at(-1)?.id).toBe(CommandIDs.refresh);
  });

  it('keeps the last complete census when a newer one is cut, says so, and offers more time', () => {
    const bench = show();
    const cut: Census = {
      ...census,
      run_id: 5,
      execution_count: 5,
      complete: false,
      cut_because: 'budget',
      object_count: 1_000_000,
      took_ms: 2000
    };
    act(() => bench.model.apply(cut));
    expect(
      screen.getByText(/The census was cut/).parentElement
    ).toHaveTextContent(
      'Its time was used up after 2.00 s; 1,000,000 objects were counted by then. The figures are those after [4].'
    );
    fireEvent.click(
      screen.getByRole('button', { name: 'Count for up to 40.0 s' })
    );
    expect(bench.executed).toEqual([
      {
        id: CommandIDs.refresh,
        args: { session: 'notebook-1', budgetMs: 40_000 }
      }
    ]);
  });

  it('shows a cut census where there is no complete one, without changes', () => {
    const none = census.rows.type.map(() => null);
    show({
      ...census,
      complete: false,
      cut_because: 'next_run',
      previous_run_id: null,
      baseline_run_id: null,
      rows: { ...census.rows, count_delta: none, bytes_delta: none }
    });
    expect(screen.getByText(/this part of the heap only/)).toBeVisible();
    const [delta] = table('Census by type').querySelectorAll(
      '[role="gridcell"][data-column="size_delta"] > span'
    );
    expect(delta).toHaveTextContent('—');
    expect(delta).toHaveAttribute('title', 'A cut census cannot be compared.');
    expect(
      screen.getByRole('button', { name: 'Set baseline' })
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('shows hostile type names as text', () => {
    const type = '<script>alert(1)</script>\u202e';
    show({
      ...census,
      rows: { ...census.rows, type: [type, ...census.rows.type.slice(1)] }
    });
    expect(screen.getByText(type)).toBeInTheDocument();
    expect(document.querySelector('script')).toBeNull();
  });
});
