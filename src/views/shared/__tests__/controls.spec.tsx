import '@testing-library/jest-dom';
import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Signal } from '@lumino/signaling';
import React from 'react';

import {
  ExportMenu,
  IconButton,
  icons,
  Notice,
  Segmented,
  Split,
  Switch,
  useSignal
} from '..';
import { popupPosition } from '../placement';

afterEach(() => jest.restoreAllMocks());

const trans = nullTranslator.load('jupyterlab_heapscope');

describe('Segmented', () => {
  function Example(props: { onChange: (value: string) => void }) {
    const [value, setValue] = React.useState('cells');
    return (
      <Segmented
        label="Scale"
        value={value}
        options={[
          { value: 'cells', label: 'Cells' },
          { value: 'gone', label: 'Gone', disabled: true },
          { value: 'clock', label: 'Clock' }
        ]}
        onChange={next => {
          setValue(next);
          props.onChange(next);
        }}
      />
    );
  }

  it('is one stop of the Tab key, and arrows choose around disabled ones', async () => {
    const chosen: string[] = [];
    render(<Example onChange={value => chosen.push(value)} />);
    await userEvent.tab();
    expect(screen.getByRole('radio', { name: 'Cells' })).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{End}');
    expect(chosen).toEqual(['clock', 'cells', 'clock']);
    expect(screen.getByRole('radio', { name: 'Clock' })).toBeChecked();
  });
});

describe('Switch', () => {
  it('tells and changes its state', async () => {
    const changed = jest.fn();
    render(<Switch label="Live" checked onChange={changed} />);
    const control = screen.getByRole('switch', { name: 'Live' });
    expect(control).toBeChecked();
    await userEvent.click(control);
    expect(changed).toHaveBeenCalledWith(false);
  });
});

describe('IconButton', () => {
  it('shows its name, shortcut and details when it gets the focus, and Escape hides them', async () => {
    const user = userEvent.setup();
    render(
      <IconButton
        icon={icons.collectIcon}
        label="Collect garbage"
        shortcut="Ctrl Alt G"
        details={<p>Runs gc.collect()</p>}
        onClick={() => undefined}
      />
    );
    await user.tab();
    const tooltip = await screen.findByRole('tooltip');
    expect(tooltip).toHaveTextContent('Collect garbageCtrl Alt G');
    expect(tooltip).toHaveTextContent('Runs gc.collect()');
    expect(screen.getByRole('button')).toHaveAccessibleDescription(
      /Ctrl Alt G/
    );
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('tooltip')).toBeNull();
  });

  it('does nothing while disabled, but can be reached to be asked why', async () => {
    const clicked = jest.fn();
    render(
      <IconButton
        icon={icons.collectIcon}
        label="Collect garbage"
        disabled
        onClick={clicked}
      />
    );
    await userEvent.tab();
    const button = screen.getByRole('button', { name: 'Collect garbage' });
    expect(button).toHaveFocus();
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(button);
    expect(clicked).not.toHaveBeenCalled();
  });
});

describe('Notice', () => {
  it('shows untrusted text as text', () => {
    render(
      <Notice
        level="error"
        title="Failed"
        detail={{ label: 'Details', text: '<img src=x onerror=alert(1)>' }}
      >
        {'<b>bold</b>'}
      </Notice>
    );
    const notice = screen.getByRole('alert');
    expect(notice).toHaveTextContent('<b>bold</b>');
    expect(notice.querySelector('img')).toBeNull();
  });
});

describe('Split', () => {
  const border = () => screen.getByRole('separator');
  const share = () => Number(border().getAttribute('aria-valuenow'));

  it('is moved by the keys, as far as both parts keep some room, and goes back', () => {
    render(<Split trans={trans} top="names" bottom="census" />);
    const part = screen.getByText('names');
    expect(part).not.toHaveAttribute('style');
    fireEvent.keyDown(border(), { key: 'End' });
    expect(share()).toBe(85);
    expect(part).toHaveStyle({ flex: '0 0 85%' });
    fireEvent.keyDown(border(), { key: 'ArrowUp' });
    expect(share()).toBe(80);
    fireEvent.keyDown(border(), { key: 'Home' });
    expect(share()).toBe(15);
    fireEvent.doubleClick(border());
    expect(part.style.flex).toBe('');
  });

  it('has no border without a lower part', () => {
    render(<Split trans={trans} top="names" bottom={null} />);
    expect(screen.queryByRole('separator')).toBeNull();
  });
});

describe('ExportMenu', () => {
  it('asks for the table only when a format is chosen by the keyboard', async () => {
    const table = jest.fn(() => ({ columns: ['a'], rows: [[1]] }));
    const saved: Blob[] = [];
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => {
        saved.push(blob);
        return 'blob:x';
      },
      revokeObjectURL: () => undefined
    });
    const names: string[] = [];
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function (this: HTMLAnchorElement) {
        names.push(this.download);
      });
    const origin = () =>
      ({
        notebook: 'tour.ipynb',
        executionCount: 8,
        extent: 'complete',
        stale: false
      }) as const;
    render(
      <ExportMenu trans={trans} name="timeline" table={table} origin={origin} />
    );
    const button = screen.getByRole('button', { name: 'Export' });
    await userEvent.click(button);
    expect(table).not.toHaveBeenCalled();
    expect(screen.getByRole('menuitem', { name: 'CSV' })).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(names).toEqual(['tour-timeline-after-8.json']);
    expect(saved[0].type).toBe('application/json');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(button).toHaveFocus();
  });
});

describe('useSignal', () => {
  it('renders anew on the signal, and lets go when it is taken away', () => {
    const owner = { value: 1 };
    const changed = new Signal<typeof owner, void>(owner);
    function Value() {
      return <>{useSignal(changed, () => owner.value)}</>;
    }
    const { container, unmount } = render(<Value />);
    expect(container).toHaveTextContent('1');
    owner.value = 2;
    act(() => changed.emit());
    expect(container).toHaveTextContent('2');
    const disconnect = jest.spyOn(changed, 'disconnect');
    unmount();
    expect(disconnect).toHaveReturnedWith(true);
  });
});

describe('a popup', () => {
  const page = { width: 1000, height: 800 };
  const popup = { width: 200, height: 100 };

  it('stands under its anchor and centred on it', () => {
    const anchor = { left: 500, top: 100, width: 20, height: 20 };
    expect(popupPosition(anchor, popup, page)).toEqual({ left: 410, top: 126 });
  });

  it('stands above where there is no room below', () => {
    const anchor = { left: 500, top: 770, width: 20, height: 20 };
    expect(popupPosition(anchor, popup, page).top).toBe(664);
  });

  it('stays within the window', () => {
    const left = { left: 0, top: 0, width: 20, height: 20 };
    const right = { left: 980, top: 0, width: 20, height: 20 };
    expect(popupPosition(left, popup, page).left).toBe(8);
    expect(popupPosition(right, popup, page).left).toBe(792);
  });
});
