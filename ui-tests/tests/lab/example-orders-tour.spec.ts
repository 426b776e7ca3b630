import { ExampleStory } from '../examples';
import {
  bytesOf,
  countOf,
  GIB_ROUNDING,
  MIB,
  near,
  ROUNDING
} from '../figures';
import { expect, test } from '../fixtures';

const NAME = 'orders-tour.ipynb';
/** Five million rows of eight columns of eight bytes. */
const ARRAY = 5_000_000 * 8 * 8;
/** What comes and goes between the end of a run and our question: its report, and counting the objects. */
const AFTER_REPORT = 16 * MIB;
/** Counting 2.7 million objects took up to 105 MiB between two runs; a later run gives them back. */
const BETWEEN_RUNS = 160 * MIB;

test.setTimeout(300_000);

test('the orders tour: the panel says what the kernel says', async ({
  heapscope
}) => {
  const story = await ExampleStory.open(heapscope, NAME);
  const rssAtStart = await story.rss();
  await story.run(1, 2);
  await recursionAtItsLimit(story);
  await arrayAndView(story);
  await tracebackThatKeeps(story);
  await recordedTable(story);
  await leakingLoop(story);
  await delThatFreesNothing(story);
  await lettingGo(story);
  await story.run(13, 14);
  await story.expectWholeProcess(rssAtStart, BETWEEN_RUNS);
});

async function recursionAtItsLimit(story: ExampleStory): Promise<void> {
  await test.step('the recursion is folded: its frames, and the limit that the notebook set', async () => {
    await story.run(3);
    await story.look('Stack & Heap');
    await story.expectFolded('recursive_function');
    expect((await story.kernel.recursion('recursive_function')).limit).toBe(
      3000
    );
  });
}

async function arrayAndView(story: ExampleStory): Promise<void> {
  const { kernel, views } = story;
  await test.step('the step up of the array is that of /proc', async () => {
    const { grown } = await story.measure(4);
    const delta = await story.figure(4, 'delta');
    near(delta, ARRAY, 4 * MIB, 'the array, and what it takes to show it');
    near(delta, grown, AFTER_REPORT, 'RSS of [4]');
  });
  await test.step('Variables has shape and size of array and view', async () => {
    await story.look('Variables');
    // The view leads to the whole array, which both names share.
    const size = await kernel.value<number>('sys.getsizeof(samples)');
    const shapes = { samples: '(5,000,000, 8)', price: '(5,000,000,)' };
    for (const [name, shape] of Object.entries(shapes)) {
      const row = await views.tableRow('Variables', 'name', name);
      await expect(row.locator('[data-column="shape"]')).toHaveText(shape);
      await expect(row.locator('[data-column="size"]')).toContainText('MiB');
      const shown = bytesOf(await views.cell(row, 'size'));
      near(shown, size, ROUNDING, `what ${name} leads to`);
    }
    expect(await kernel.value('[samples.shape, price.shape]')).toEqual([
      [5_000_000, 8],
      [5_000_000]
    ]);
  });
}

async function tracebackThatKeeps(story: ExampleStory): Promise<void> {
  const { kernel, views } = story;
  const { before, peak: peakRss, grown } = await story.measure(5);
  await test.step('the exception costs what /proc says, its peak twice that', async () => {
    const delta = await story.figure(5, 'delta');
    near(delta, ARRAY, 8 * MIB, 'scaled, and the report of the exception');
    near(delta, grown, AFTER_REPORT, 'RSS of [5]');
    const peak = await story.figure(5, 'peak');
    const rounding = AFTER_REPORT + GIB_ROUNDING;
    near(peak, peakRss, rounding, 'VmHWM since [5] began');
    expect(peak - before).toBeGreaterThan(1.9 * ARRAY);
  });
  await test.step('Stack & Heap shows who keeps it: scaled in the frame of zscore', async () => {
    await story.look('Stack & Heap');
    await expect(views.stackRows('stack', 'ValueError')).toHaveCount(1);
    await expect(views.stackRows('frame', 'zscore')).toContainText('[5]');
    const scaled = await views.treeRow('scaled', 3);
    const nbytes = await kernel.value<number>(
      '[f for f, _ in __import__("traceback").walk_tb(sys.last_traceback) if f.f_code.co_name == "zscore"][0].f_locals["scaled"].nbytes'
    );
    expect(nbytes).toBe(ARRAY);
    near(bytesOf(scaled.size), nbytes, ROUNDING, 'nbytes of scaled');
  });
}

async function recordedTable(story: ExampleStory): Promise<void> {
  const { heapscope, kernel, views } = story;
  await test.step('recording the next cell ends with it, and shows the lines that hold memory', async () => {
    await heapscope.showPanel('Allocations');
    await heapscope.panel.getByRole('radio', { name: 'Next cell' }).click();
    await expect(heapscope.panel).toContainText('● recording');
    await story.run(6);
    expect(await kernel.value('__import__("tracemalloc").is_tracing()')).toBe(
      false
    );
    await story.look('Allocations');
    const top = views.tableRows('Sites that allocated').first();
    // The two million strings of the column `when`, one object each.
    const strings = await kernel.value<number>(
      'sum(map(sys.getsizeof, orders["when"]))'
    );
    const size = bytesOf(await views.cell(top, 'size_delta'));
    expect(size).toBeGreaterThan(0.5 * strings);
    expect(size).toBeLessThan(await story.rss());
  });
}

async function leakingLoop(story: ExampleStory): Promise<void> {
  const { kernel, heapscope, notebook, views } = story;
  await test.step('the census has the figures that pyplot keeps', async () => {
    await heapscope.showPanel('Variables');
    await story.run(7);
    await notebook.command('heapscope:refresh', { budgetMs: 60_000 });
    const open = await kernel.value<number>('len(plt.get_fignums())');
    const alive = await kernel.value<number>(
      'sum(type(it) is plt.Figure for it in __import__("gc").get_objects())'
    );
    const row = await views.tableRow(
      'Census by type',
      'type',
      'matplotlib.figure.Figure'
    );
    const counted = countOf(await views.cell(row, 'count'));
    expect(counted).toBeGreaterThanOrEqual(open);
    near(counted, alive, 1, 'figures that gc knows; one may wait for it');
  });
}

async function delThatFreesNothing(story: ExampleStory): Promise<void> {
  await test.step('RSS does not fall after del samples', async () => {
    const { grown } = await story.measure(8);
    const delta = await story.figure(8, 'delta');
    near(delta, 0, 2 * MIB, 'del takes a name away');
    near(delta, grown, AFTER_REPORT, 'so says /proc');
  });
}

async function lettingGo(story: ExampleStory): Promise<void> {
  await story.run(9, 10);
  await test.step('gc.collect() frees the traceback with scaled', async () => {
    await expectFall(
      story,
      11,
      'scaled; the new traceback took the old one’s place'
    );
  });
  await test.step('the array goes with its last holder', async () => {
    // The view's 38 MiB are copied for it.
    await expectFall(
      story,
      12,
      'samples, less the copy of a column',
      ARRAY / 8
    );
  });
}

/** A run frees one array, less what it makes. */
async function expectFall(
  story: ExampleStory,
  prompt: number,
  what: string,
  made = 0
): Promise<void> {
  const { grown } = await story.measure(prompt);
  const delta = await story.figure(prompt, 'delta');
  near(delta, made - ARRAY, AFTER_REPORT, what);
  near(delta, grown, AFTER_REPORT, `RSS of [${prompt}]`);
}
