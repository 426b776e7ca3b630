import '@testing-library/jest-dom';
import { nullTranslator } from '@jupyterlab/translation';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { FakeSession } from '../../../kernel/testing';
import { SettingsModel } from '../../../model/settings';
import { example } from '../../../protocol/__tests__/examples';
import type { IViewDescriptor } from '../../../tokens';
import { frame, showView } from '../../__tests__/viewContext';
import { MemoryPanel } from '..';

// jsdom lays nothing out.
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const trans = nullTranslator.load('jupyterlab_heapscope');

/** A view of one line of text, and how often its code was loaded. */
function viewOf(
  id: string,
  needs: IViewDescriptor['needs'],
  failures = 0
): IViewDescriptor & { loads: number } {
  let left = failures;
  return {
    id,
    label: `View ${id}`,
    rank: 10,
    needs,
    loads: 0,
    async load() {
      this.loads += 1;
      if (left-- > 0) {
        throw new Error('no network');
      }
      return () => {
        const node = document.createElement('p');
        node.textContent = `content of ${id}`;
        return new Widget({ node });
      };
    }
  };
}

function bench(views: IViewDescriptor[]) {
  const session = new FakeSession();
  const registry = { views, viewsChanged: new Signal<object, void>({}) };
  const owner = {
    name: 'orders-tour.ipynb',
    renamed: new Signal<object, void>({}),
    selectKernel: jest.fn()
  };
  const panel = new MemoryPanel({
    context: {
      session,
      settings: new SettingsModel(),
      commands: new CommandRegistry(),
      trans
    },
    registry,
    owner
  });
  return { session, registry, owner, panel };
}

let shown: MemoryPanel | null = null;

async function attach(panel: MemoryPanel): Promise<void> {
  shown = await showView(panel);
}

afterEach(async () => {
  await act(async () => shown?.dispose());
  shown = null;
});

describe('the memory panel', () => {
  it('loads the code of a view when it is first seen, and once', async () => {
    const first = viewOf('first', []);
    const second = viewOf('second', []);
    const { panel, session } = bench([first, second]);
    session.model.kernel.update({ phase: 'ready' });
    expect([first.loads, second.loads]).toEqual([0, 0]);
    await attach(panel);
    expect([first.loads, second.loads]).toEqual([1, 0]);
    expect(screen.getByText('content of first')).toBeVisible();
    await userEvent.click(screen.getByRole('tab', { name: 'View second' }));
    await userEvent.click(screen.getByRole('tab', { name: 'View first' }));
    expect([first.loads, second.loads]).toEqual([1, 1]);
  });

  it('keeps fresh what the seen view needs, and nothing while hidden', async () => {
    const { panel, session } = bench([
      viewOf('first', ['stack']),
      viewOf('second', ['variables', 'census'])
    ]);
    session.model.kernel.update({ phase: 'ready' });
    expect(session.needs).toEqual([]);
    await attach(panel);
    expect(session.needs).toEqual(['memory', 'stack']);
    act(() => panel.select('second'));
    expect(session.needs).toEqual(['memory', 'variables', 'census']);
    act(() => panel.hide());
    expect(session.needs).toEqual([]);
    act(() => panel.show());
    expect(session.needs).toEqual(['memory', 'variables', 'census']);
    await act(async () => panel.dispose());
    expect(session.needs).toEqual([]);
  });

  it('renders nothing while it is hidden', async () => {
    const { panel, session } = bench([viewOf('first', [])]);
    session.model.kernel.update({ phase: 'ready' });
    await attach(panel);
    await act(async () => panel.hide());
    await frame();
    expect(panel.node.querySelector('.jp-Heapscope-titleBar')).toBeNull();
  });

  it('moves between tabs with the arrow keys', async () => {
    const { panel, session } = bench([
      viewOf('first', []),
      viewOf('second', []),
      viewOf('third', [])
    ]);
    session.model.kernel.update({ phase: 'ready' });
    await attach(panel);
    const tab = (name: string) => screen.getByRole('tab', { name });
    act(() => tab('View first').focus());
    await userEvent.keyboard('{ArrowRight}');
    await frame();
    expect(tab('View second')).toHaveFocus();
    expect(tab('View second')).toHaveAttribute('aria-selected', 'true');
    expect(tab('View first')).toHaveAttribute('tabindex', '-1');
    await userEvent.keyboard('{End}{ArrowRight}{ArrowLeft}');
    await frame();
    expect(panel.selected).toBe('third');
    const content = screen.getByRole('tabpanel');
    expect(content).toHaveAttribute('aria-labelledby', tab('View third').id);
    expect(tab('View third')).toHaveAttribute('aria-controls', content.id);
  });

  it('says that a view could not be loaded, and tries again', async () => {
    const view = viewOf('first', [], 1);
    const { panel, session } = bench([view]);
    session.model.kernel.update({ phase: 'ready' });
    await attach(panel);
    expect(screen.getByText('View first could not be shown')).toBeVisible();
    expect(screen.getByText('Error: no network')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await frame();
    expect(screen.getByText('content of first')).toBeVisible();
    expect(view.loads).toBe(2);
  });

  it('drops a view that is taken back, and chooses another', async () => {
    const first = viewOf('first', []);
    const second = viewOf('second', []);
    const { panel, session, registry } = bench([first, second]);
    session.model.kernel.update({ phase: 'ready' });
    await attach(panel);
    await act(async () => {
      registry.views.shift();
      registry.viewsChanged.emit();
    });
    await frame();
    expect(screen.queryByText('content of first')).toBeNull();
    expect(screen.getByText('content of second')).toBeVisible();
  });
});

describe('the states of the panel', () => {
  it('offers to choose a kernel where there is none', async () => {
    const { panel, owner } = bench([viewOf('first', ['stack'])]);
    await attach(panel);
    expect(screen.getByText(/Choose a kernel for orders-tour/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Select kernel…' })
    );
    expect(owner.selectKernel).toHaveBeenCalledTimes(1);
  });

  it('keeps what was before when the kernel was shut down', async () => {
    const { panel, owner, session } = bench([viewOf('first', [])]);
    session.receive(example('report'));
    session.model.timeline.endEra('closed');
    await attach(panel);
    expect(screen.getByText('content of first')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Select kernel…' })
    );
    expect(owner.selectKernel).toHaveBeenCalledTimes(1);
  });

  it('offers to try again where the probe could not be put in', async () => {
    const { panel, session } = bench([viewOf('first', ['stack'])]);
    session.model.kernel.update({ phase: 'failed', problem: 'SyntaxError' });
    await attach(panel);
    expect(screen.getByRole('alert')).toHaveTextContent('SyntaxError');
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(screen.queryByRole('tab')).toBeNull();
  });

  it('says in one line that it does not look into another language', async () => {
    const { panel, session } = bench([viewOf('first', ['stack'])]);
    session.model.kernel.update({ phase: 'unsupported', language: 'R' });
    await attach(panel);
    expect(screen.getByRole('status')).toHaveTextContent(
      'This kernel speaks R. Heapscope looks inside Python kernels only; nothing was run in it.'
    );
    expect(screen.queryByRole('tab')).toBeNull();
    expect(session.needs).toEqual([]);
  });

  it('says that details wait where the kernel has no subshells', async () => {
    const { panel, session } = bench([viewOf('first', [])]);
    session.model.kernel.update({ phase: 'ready', answersWhileBusy: false });
    await attach(panel);
    expect(screen.queryByText(/Details wait/)).toBeNull();
    act(() => session.model.kernel.update({ busy: true }));
    await act(async () => session.receive(example('run_started')));
    await frame();
    expect(screen.getByText(/Details wait/)).toBeVisible();
    act(() => session.model.kernel.update({ answersWhileBusy: true }));
    await frame();
    expect(screen.queryByText(/Details wait/)).toBeNull();
  });

  it('warns from the thresholds of the settings on', async () => {
    const { panel, session } = bench([viewOf('first', [])]);
    session.model.kernel.update({ phase: 'ready' });
    const memory = {
      ...example('memory').memory,
      rss_bytes: 850,
      limit_bytes: 1000
    };
    session.receive({ ...example('memory'), memory });
    await attach(panel);
    expect(screen.getByText('over 80 %')).toBeVisible();
    const meter = screen.getByRole('meter');
    expect(meter).toHaveAttribute('aria-valuetext', '850 B, 85 % of 1,000 B');
  });

  it('shows notices as text, and puts them away through the command', async () => {
    const { panel, session } = bench([viewOf('first', [])]);
    session.model.kernel.update({ phase: 'ready' });
    session.model.notices.show({
      id: 'x',
      level: 'error',
      text: '<i>hm</i>',
      detail: 'Traceback'
    });
    await attach(panel);
    const notice = screen.getByRole('alert');
    expect(notice).toHaveTextContent('<i>hm</i>');
    expect(within(notice).getByText('Traceback')).toBeInTheDocument();
    expect(
      within(notice).getByRole('button', { name: 'Dismiss' })
    ).toBeVisible();
  });
});
