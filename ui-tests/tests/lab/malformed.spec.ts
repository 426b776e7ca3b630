import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures';

/** Sends texts over the comm by which the probe pushes, as nothing but a broken probe would. */
const SEND = [
  'import comm, json',
  'pushes = [one for one in comm.get_comm_manager().comms.values()',
  '          if one.target_name == "jupyterlab_heapscope.push"]',
  'def send(message):',
  '    for one in pushes:',
  '        one.send({"message": message})'
].join('\n');

/** By the kind that the page's log names. */
const MALFORMED = {
  '': 'send("{no JSON")',
  surprise: 'send(json.dumps({"kind": "surprise", "request_id": None}))',
  report:
    'send(json.dumps({"kind": "report", "run": [], "memory": "much", "recording": None}))',
  sample: 'send(json.dumps({"kind": "sample", "run_id": 1, "at_ms": 5}))',
  run_started:
    'send(json.dumps({"kind": "run_started", "run_id": -1, "cell_id": {}, "label": 7}))',
  constructor: 'send(json.dumps({"kind": "constructor"}))',
  ['y'.repeat(40)]:
    'send(json.dumps({"kind": "y" * 5_000_000, "more": ["x" * 1_000_000]}))'
};

/** Lines of the page's console that tell of a dropped message. */
function droppedMessages(page: Page): string[] {
  const lines: string[] = [];
  page.on('console', line => {
    if (line.text().startsWith('Heapscope dropped')) {
      lines.push(line.text());
    }
  });
  return lines;
}

test('malformed and unknown messages are dropped with one line each, and the panel lives on', async ({
  heapscope,
  page
}) => {
  const lines = droppedMessages(page);
  const errors: Error[] = [];
  page.on('pageerror', error => errors.push(error));
  const notebook = await heapscope.open({
    cells: [
      SEND,
      Object.values(MALFORMED).join('\n'),
      'send(5); send(None)',
      '1'
    ]
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await notebook.run(1);
  await expect(heapscope.run(2)).toHaveCount(1);
  expect(lines).toHaveLength(Object.keys(MALFORMED).length);
  for (const kind of Object.keys(MALFORMED)) {
    const own = lines.filter(line => line.includes(`of kind "${kind}": `));
    expect(own, kind).toHaveLength(1);
    expect(own[0].length).toBeLessThan(400);
  }

  // The same again is not told again.
  await notebook.run(1);
  await notebook.run(2);
  await notebook.run(3);
  await expect(heapscope.run(5)).toHaveCount(1);
  await expect(heapscope.badge(3)).toBeVisible();
  expect(lines).toHaveLength(Object.keys(MALFORMED).length);
  await expect(heapscope.notices).toHaveCount(0);
  await heapscope.showPanel('Variables');
  await expect(heapscope.panel).toContainText('pushes');
  expect(errors).toEqual([]);
});

/** Breaks what is called by the hook, by the sampler and by a request. */
const BREAK = [
  'import sys, time',
  'probe = {name: sys.modules[f"_heapscope.{name}"] for name in ("watch", "session", "handlers")}',
  'whole = probe["watch"].run_fields, probe["session"].main_thread_place',
  'broken = lambda *_: 1 / 0',
  'probe["session"].main_thread_place = broken',
  'probe["handlers"].HANDLERS["collector_request"] = broken, "collector"',
  'time.sleep(0.5)',
  'probe["watch"].run_fields = broken',
  'print("broken")'
].join('\n');

const MEND = [
  'probe["watch"].run_fields, probe["session"].main_thread_place = whole',
  'print("mended")'
].join('\n');

test('failures of the probe are told in the panel, never in a cell', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({
    cells: [BREAK, 'print("on it goes")', MEND]
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await notebook.run(1);

  for (const left of [2, 1]) {
    await expect(heapscope.notices).toHaveCount(left); // of sampler and hook, each once
    const notice = heapscope.notices.first();
    await expect(notice).toContainText(
      'The probe failed here; the notebook is not affected.'
    );
    await notice.getByText('Details').click();
    await expect(notice).toContainText('ZeroDivisionError');
    await notice.getByRole('button', { name: 'Dismiss' }).click();
  }
  await heapscope.showPanel('Collector');
  await expect(heapscope.notices).toContainText(
    'The probe could not answer (collector)'
  );
  expect(await notebook.outputText(0)).toBe('broken');
  expect(await notebook.outputText(1)).toBe('on it goes');

  await notebook.run(2);
  expect(await notebook.outputText(2)).toBe('mended');
  await heapscope.showPanel('Timeline');
  await expect(heapscope.run(3)).toHaveCount(1);
  await expect(heapscope.badge(2)).toBeVisible();
});
