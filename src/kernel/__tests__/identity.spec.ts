import { ClientIdentity } from '../identity';

const PATH = 'work/orders.ipynb';
const KEY = `jupyterlab-heapscope:client:${PATH}`;

beforeEach(() => window.sessionStorage.clear());

it('remembers what was done to a kernel that the user comes back to', () => {
  const identity = new ClientIdentity(PATH);
  identity.meet('a');
  identity.clear(100);
  identity.noteRecording();
  identity.meet('b');
  expect([identity.clearedRunId, identity.wasRecorded]).toEqual([0, false]);
  identity.dispose();
  const reloaded = new ClientIdentity(PATH);
  reloaded.meet('a');
  expect([reloaded.clearedRunId, reloaded.wasRecorded]).toEqual([100, true]);
  reloaded.dispose();
});

it('remembers a few kernels only', () => {
  const identity = new ClientIdentity(PATH);
  identity.meet('first');
  identity.clear(100);
  Array.from({ length: 10 }, (_, n) => identity.meet(`boot-${n}`));
  identity.meet('first');
  expect(identity.clearedRunId).toBe(0);
  identity.dispose();
});

it('takes any nonsense from the storage', () => {
  const boots = [{ id: 7, clearedRunId: 'x', wasRecorded: 'yes' }, null];
  for (const given of [boots, 'none', {}]) {
    const value = { clientId: 'c', boots: given };
    window.sessionStorage.setItem(KEY, JSON.stringify(value));
    const identity = new ClientIdentity(PATH);
    identity.meet('7');
    expect([identity.clearedRunId, identity.wasRecorded]).toEqual([0, false]);
    identity.dispose();
  }
});
