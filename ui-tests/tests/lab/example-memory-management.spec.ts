import { ExampleStory } from '../examples';
import { bytesOf, countOf, MIB, near, ROUNDING } from '../figures';
import { expect, test } from '../fixtures';

const NAME = 'memory-management.ipynb';
/** `count = 50_000_000` references of eight bytes. */
const LARGE_LIST = 50_000_000 * 8;
/** What comes and goes between the end of a run and our question: the report, and the snapshot of recorded allocations. */
const AFTER_REPORT = 16 * MIB;

test.setTimeout(240_000);

test('the memory-management example: the panel says what the kernel says', async ({
  heapscope
}) => {
  const story = await ExampleStory.open(heapscope, NAME);
  const rssAtStart = await story.rss();
  await story.run(1, 5);
  await twoNamesOfOneList(story);
  await framesOfRunningCell(story);
  await memberOfPerson(story);
  await foldedRecursion(story);
  await largeList(story);
  await collectorSwitchedOff(story);
  await cyclesFreed(story);
  await story.run(17);
  await automaticCollections(story);
  await story.expectWholeProcess(rssAtStart, 2 * AFTER_REPORT);
});

test('the memory-management example by Run All, at once after opening', async ({
  heapscope
}) => {
  const story = await ExampleStory.open(heapscope, NAME);
  const rssAtStart = await story.rss();
  await story.notebook.runAll();
  await story.ran(story.runCount);
  for (let prompt = 1; prompt <= story.runCount; prompt++) {
    expect(await story.views.runFigure(prompt, 'delta')).toMatch(/ B|iB/);
  }
  await story.expectWholeProcess(rssAtStart, 2 * AFTER_REPORT);
});

async function twoNamesOfOneList(story: ExampleStory): Promise<void> {
  await test.step('two names of one list show the address that the kernel gives', async () => {
    await story.look('Stack & Heap');
    const scores = await story.views.treeRow('scores', 2);
    const best = await story.views.treeRow('best', 2);
    expect(best.address).toBe(scores.address);
    const address = await story.kernel.value<string>('hex(id(scores))');
    expect(address).toContain(scores.address.replace('0x…', ''));
  });
}

async function framesOfRunningCell(story: ExampleStory): Promise<void> {
  await test.step('the frames of a cell are there while it waits, and gone afterwards', async () => {
    await story.heapscope.showPanel('Stack & Heap');
    await story.start(6);
    const frame = story.views.stackRows('frame', 'add_tax');
    await expect(frame).toHaveCount(1);
    await expect(frame).toContainText('[6]');
    await story.ran(6);
    await expect(frame).toHaveCount(0);
  });
}

async function memberOfPerson(story: ExampleStory): Promise<void> {
  await test.step('person1 opens to the members that the kernel has', async () => {
    await story.run(7);
    await story.look('Stack & Heap');
    const { views, kernel } = story;
    const person = await views.treeRow('person1', 2);
    await person.row.click();
    const name = await views.treeRow('name', 3);
    const age = await views.treeRow('age', 3);
    expect({ name: name.value, age: age.value }).toEqual(
      await kernel.value('{k: repr(v) for k, v in vars(person1).items()}')
    );
    // The very string that the name `name` has labelled since the first section.
    expect(name.address).toBe((await views.treeRow('name', 2)).address);
  });
}

async function foldedRecursion(story: ExampleStory): Promise<void> {
  await test.step('the recursion is folded: its frames, and the limit that this kernel has', async () => {
    await story.run(8, 10);
    await story.look('Stack & Heap');
    await story.expectFolded('recursive_function');
  });
}

async function largeList(story: ExampleStory): Promise<void> {
  const { kernel, views } = story;
  const measured = await story.measure(11);
  await test.step('the step up of the large list is that of /proc', async () => {
    const delta = await story.figure(11, 'delta');
    near(delta, LARGE_LIST, 2 * MIB, 'eight bytes an item, and a page or two');
    near(delta, measured.grown, AFTER_REPORT, 'RSS of [11]');
  });
  await test.step('its peak is the high-water mark of /proc', async () => {
    const peak = await story.figure(11, 'peak');
    near(peak, measured.peak, AFTER_REPORT, 'VmHWM since [11] began');
  });
  await test.step('the header has the peak and the traced memory', async () => {
    near(
      bytesOf(await views.headerStat('Peak, [11]')),
      measured.peak,
      AFTER_REPORT,
      'VmHWM'
    );
    await story.notebook.command('heapscope:refresh');
    const traced = '__import__("tracemalloc").get_traced_memory()[0]';
    near(
      bytesOf(await views.headerStat('Traced')),
      await kernel.value<number>(traced),
      4 * MIB,
      'tracemalloc; answering us allocates a little'
    );
  });
  await test.step('Allocations names its cell and line, as tracemalloc does', async () => {
    await story.look('Allocations');
    const site = await views.tableRow('Sites that allocated', 'site', '[11]:2');
    await expect(site).toContainText('numbers = [0] * count');
    const [size, line] = await kernel.value<[number, number]>(
      '(lambda top: [top.size, top.traceback[0].lineno])(__import__("tracemalloc").take_snapshot().statistics("lineno")[0])'
    );
    expect(line).toBe(2);
    const shown = bytesOf(await views.cell(site, 'size_delta'));
    near(shown, size, ROUNDING, 'the largest line of tracemalloc');
  });
  await test.step('its fall is that of /proc', async () => {
    const { grown } = await story.measure(12);
    const delta = await story.figure(12, 'delta');
    near(delta, -LARGE_LIST, 2 * MIB, 'the list goes back at once');
    near(delta, grown, AFTER_REPORT, 'RSS of [12]');
  });
}

async function collectorSwitchedOff(story: ExampleStory): Promise<void> {
  await test.step('the panel says that automatic collection is off, as the kernel does', async () => {
    await story.run(13, 14);
    await story.look('Collector');
    expect(await story.kernel.value('gc.isenabled()')).toBe(false);
    await expect(story.views.collectorFact('Automatic')).toHaveText('off');
  });
}

async function cyclesFreed(story: ExampleStory): Promise<void> {
  await test.step('del frees nothing of the cycle, gc.collect() 100 MiB', async () => {
    await story.run(15);
    near(await story.figure(15, 'delta'), 0, 2 * MIB, 'two names less');
    const { grown } = await story.measure(16);
    const delta = await story.figure(16, 'delta');
    near(delta, -100 * MIB, 4 * MIB, 'two blocks of 50 MiB');
    near(delta, grown, AFTER_REPORT, 'RSS of [16]');
  });
}

async function automaticCollections(story: ExampleStory): Promise<void> {
  const { kernel, views } = story;
  await test.step('the collections of [17] are those that the cell counted', async () => {
    const counted = await kernel.value<number[]>('_17');
    const sum = counted.reduce((a, b) => a + b);
    const shown = countOf(await views.gcOfRun(17));
    near(shown, sum, 3, 'the cell begins before its first line counts');
  });
  await test.step('the Collector has the thresholds of the kernel', async () => {
    await story.look('Collector');
    expect(await views.generations('Threshold')).toEqual(
      await kernel.value('gc.get_threshold()')
    );
    await expect(views.collectorFact('Automatic')).toHaveText('on');
  });
  await test.step('the Collector has the statistics of the kernel', async () => {
    const statistics = (field: string) =>
      kernel.value<number[]>(`[g['${field}'] for g in gc.get_stats()]`);
    // Asking allocates too: some young collections come between the two answers, and what they find.
    for (const [name, field, tolerance] of [
      ['Collections', 'collections', [10, 2, 1]],
      ['Collected', 'collected', [2000, 2000, 2000]],
      ['Uncollectable', 'uncollectable', [0, 0, 0]]
    ] as const) {
      await story.look('Collector');
      const shown = await views.generations(name);
      const truth = await statistics(field);
      truth.forEach((figure, generation) =>
        near(
          shown[generation],
          figure,
          tolerance[generation],
          `${name} of generation ${generation}`
        )
      );
    }
  });
}
