import '@testing-library/jest-dom';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';

import { Table, toTable } from '..';
import type { TableColumn, TableProps } from '..';
import { hiddenText, visibleColumns } from '../columns';
import { moveTo } from '../keyboard';
import { visibleSort } from '../order';

interface Row {
  readonly name: string;
  readonly size: number | null;
}

const LABEL = 'Things';
const HOSTILE = '<img src=x onerror="alert(1)">';

const columns: readonly TableColumn<Row>[] = [
  { id: 'name', header: 'Name', value: row => row.name },
  {
    id: 'size',
    header: 'Size',
    numeric: true,
    value: row => row.size,
    text: row => (row.size === null ? '—' : `${row.size} B`),
    exportAs: 'size_bytes',
    hiddenBelow: 300
  }
];

const rows: readonly Row[] = [
  { name: '[9]', size: 1 },
  { name: '[10]', size: 30 },
  { name: HOSTILE, size: null },
  { name: '[2]', size: 200 }
];

function show(props: Partial<TableProps<Row>> = {}): HTMLElement {
  render(
    <Table
      label={LABEL}
      columns={columns}
      rows={rows}
      rowKey={row => row.name}
      {...props}
    />
  );
  return screen.getByRole('grid', { name: LABEL });
}

const names = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(row => within(row).getAllByRole('gridcell')[0].textContent);

const head = (name: string) => screen.getByRole('columnheader', { name });

describe('the order by a column without room', () => {
  const [name, size] = columns;
  const wide = { columns, visible: columns };
  const narrow = { columns, visible: [name] };
  const bySize = { column: 'size', descending: false };
  const byName = { column: 'name', descending: false };

  it('stays while there is room', () => {
    expect(visibleSort(bySize, wide)).toBe(bySize);
    expect(visibleSort(byName, narrow)).toBe(byName);
  });

  it('gives way to the default order, or to the rows’ own', () => {
    expect(visibleSort(bySize, { ...narrow, defaultSort: byName })).toBe(
      byName
    );
    expect(visibleSort(bySize, narrow)).toBeNull();
  });

  it('gives way to the first figure in view where somebody else orders', () => {
    const other = { ...size, id: 'other' };
    const shown = { columns: [...columns, other], visible: [name, other] };
    const onSort = jest.fn();
    expect(visibleSort(bySize, { ...shown, onSort })).toEqual({
      column: 'other',
      descending: true
    });
  });
});

describe('Table', () => {
  it('shows the rows in their own order and untrusted text as text', () => {
    const grid = show();
    expect(names()).toEqual(['[9]', '[10]', HOSTILE, '[2]']);
    expect(grid.querySelector('img')).toBeNull();
    expect(grid).toHaveAttribute('aria-rowcount', '5');
  });

  it('sorts figures from the largest, then from the smallest, then not; what cannot be had comes last', () => {
    show();
    const size = screen.getByRole('button', { name: 'Size' });
    fireEvent.click(size);
    expect(names()).toEqual(['[2]', '[10]', '[9]', HOSTILE]);
    expect(head('Size')).toHaveTextContent('Size▼');
    expect(head('Size')).toHaveAttribute('aria-sort', 'descending');
    fireEvent.click(size);
    expect(names()).toEqual(['[9]', '[10]', '[2]', HOSTILE]);
    expect(head('Size')).toHaveTextContent('Size▲');
    expect(head('Size')).toHaveAttribute('aria-sort', 'ascending');
    fireEvent.click(size);
    expect(names()).toEqual(['[9]', '[10]', HOSTILE, '[2]']);
    expect(head('Size')).not.toHaveAttribute('aria-sort');
  });

  it('sorts changes by their size, whether they rose or fell', () => {
    const changes = rows.map(row => ({
      ...row,
      size: row.size && 30 - row.size
    }));
    const [name, size] = columns;
    show({
      rows: changes,
      columns: [name, { ...size, isChange: true }],
      defaultSort: { column: 'size', descending: true }
    });
    expect(names()).toEqual(['[2]', '[9]', '[10]', HOSTILE]); // -170, 29, 0
  });

  it('sorts numbers within names as numbers', () => {
    show({ defaultSort: { column: 'name', descending: false } });
    expect(names().filter(name => name?.startsWith('['))).toEqual([
      '[2]',
      '[9]',
      '[10]'
    ]);
  });

  it('leaves the order to the caller who asks for it', () => {
    const onSort = jest.fn();
    show({ sort: { column: 'size', descending: true }, onSort });
    expect(names()).toEqual(['[9]', '[10]', HOSTILE, '[2]']);
    fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSort).toHaveBeenCalledWith({ column: 'name', descending: false });
  });

  it('keeps pinned rows last, and separators only in the rows’ own order', () => {
    show({
      pinnedKeys: ['[9]'],
      separator: row => (row.name === HOSTILE ? 'Kernel restarted' : null)
    });
    expect(names()).toEqual(['[10]', 'Kernel restarted', '[2]', '[9]']);
    fireEvent.click(screen.getByRole('button', { name: 'Size' }));
    expect(names()).toEqual(['[2]', '[10]', '[9]']);
  });

  it('moves the active row by keys and chooses it by Enter', () => {
    const onSelect = jest.fn();
    const grid = show({ onSelect, selectedKey: '[10]' });
    act(() => grid.focus());
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    const active = grid.getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(active)).toHaveTextContent(HOSTILE);
    fireEvent.keyDown(grid, { key: 'Enter' });
    expect(onSelect).toHaveBeenLastCalledWith(rows[2]);
    fireEvent.keyDown(grid, { key: 'Escape' });
    expect(onSelect).toHaveBeenLastCalledWith(null);
    expect(screen.getByRole('row', { selected: true })).toHaveTextContent(
      '[10]'
    );
  });

  it('chooses a row by a click', () => {
    const onSelect = jest.fn();
    show({ onSelect });
    fireEvent.click(screen.getByText('[10]'));
    expect(onSelect).toHaveBeenCalledWith(rows[1]);
  });

  it('puts only the rows in view into the document, and counts all', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      name: `row ${index}`,
      size: index
    }));
    const grid = show({
      rows: many,
      footer: [{ key: 'sum', cells: { name: 'Σ', size: '12 B' } }]
    });
    expect(grid).toHaveAttribute('aria-rowcount', '5002');
    expect(screen.getAllByRole('row').length).toBeLessThan(80);
    expect(screen.getByText('Σ')).toBeInTheDocument();
  });

  it('says why it is empty', () => {
    show({ rows: [], empty: 'No name matches' });
    expect(screen.getByText('No name matches')).toBeInTheDocument();
  });
});

describe('columns', () => {
  it('are left out when there is no room, and their text kept for the tooltip', () => {
    const narrow = visibleColumns(columns, 280);
    expect(narrow.map(column => column.id)).toEqual(['name']);
    expect(hiddenText(columns, narrow, rows[0])).toBe('Size: 1 B');
    expect(hiddenText(columns, columns, rows[0])).toBeUndefined();
  });

  it('are exported as plain values with units in their names', () => {
    expect(toTable(columns, rows.slice(1, 3))).toEqual({
      columns: ['name', 'size_bytes'],
      rows: [
        ['[10]', 30],
        [HOSTILE, null]
      ]
    });
  });
});

describe('moveTo', () => {
  it('stays within the list and ignores other keys', () => {
    expect(moveTo('ArrowDown', -1, 3, 10)).toBe(0);
    expect(moveTo('PageDown', 0, 3, 10)).toBe(2);
    expect(moveTo('End', 0, 3, 10)).toBe(2);
    expect(moveTo('ArrowUp', 0, 3, 10)).toBe(0);
    expect(moveTo('a', 0, 3, 10)).toBeNull();
    expect(moveTo('Home', 0, 0, 10)).toBeNull();
  });
});
