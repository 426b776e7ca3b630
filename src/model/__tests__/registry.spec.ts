import { FakeSession } from '../../kernel/testing';
import type { IMemorySession, IViewDescriptor } from '../../tokens';
import { HeapscopeRegistry } from '../registry';

let registry: HeapscopeRegistry;
let current: (IMemorySession | null)[];

beforeEach(() => {
  registry = new HeapscopeRegistry();
  current = [];
  registry.currentChanged.connect((_, session) => current.push(session));
});

describe('sessions', () => {
  it('are there from when they are added until they are disposed', () => {
    const added: IMemorySession[] = [];
    registry.sessionAdded.connect((_, session) => added.push(session));
    const session = new FakeSession('one');
    registry.add(session);
    expect(registry.sessions).toEqual([session]);
    expect(registry.sessionOf('one')).toBe(session);
    expect(added).toEqual([session]);
    session.dispose();
    expect(registry.sessions).toEqual([]);
    expect(registry.sessionOf('one')).toBeNull();
  });

  it('follow the active notebook, whichever comes first', () => {
    const one = new FakeSession('one');
    const two = new FakeSession('two');
    registry.setCurrent('one');
    registry.add(one);
    registry.add(two);
    registry.setCurrent('two');
    registry.setCurrent('two');
    registry.setCurrent('no notebook');
    expect(current).toEqual([one, two, null]);
    registry.setCurrent('one');
    one.dispose();
    expect(current.slice(3)).toEqual([one, null]);
    expect(registry.current).toBeNull();
    two.dispose();
  });
});

describe('views', () => {
  const view = (id: string, rank: number): IViewDescriptor => ({
    id,
    rank,
    label: id,
    needs: [],
    load: () => Promise.reject(new Error('not loaded in this test'))
  });
  const ids = () => registry.views.map(one => one.id);

  it('stand in the order of their rank, and can be taken back', () => {
    let heard = 0;
    registry.viewsChanged.connect(() => (heard += 1));
    registry.addView(view('b', 20));
    const between = registry.addView(view('between', 15));
    registry.addView(view('a', 10));
    expect(ids()).toEqual(['a', 'between', 'b']);
    between.dispose();
    expect(ids()).toEqual(['a', 'b']);
    expect(heard).toBe(4);
  });

  it('have ids of their own', () => {
    registry.addView(view('a', 10));
    expect(() => registry.addView(view('a', 20))).toThrow('a');
  });
});
