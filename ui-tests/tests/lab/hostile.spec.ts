import { expect, test } from '../fixtures';
import type { HeapscopePage } from '../heapscope';
import type { OpenNotebook } from '../notebook';
import { setSetting } from '../settings';
import { Views } from '../views';

/** What would run if anything of it were taken for markup. */
const MARKUP = '<img src=x onerror="window.pwned=1">';

const SETUP = String.raw`
import linecache, sys, threading
MARKUP = '<img src=x onerror="window.pwned=1">'
SCRIPT = '</script><script>window.pwned=1</script>'
RTL = 'user\u202egnp.exe'
LINES = 'one\ntwo\r\nthree\0four\ttab\x1b[31m'
class Bad(Exception): pass
Bad.__name__ = Bad.__qualname__ = MARKUP
class Worse: pass
Worse.__qualname__, Worse.__module__ = SCRIPT + '\ud800' + RTL, LINES + 'm' * 1_000_000
names = [MARKUP, SCRIPT, RTL, LINES, '\ud800', '\ud801', 'n' * 1_000_000, '=1+1', '名前', 'ñandú', '']
globals().update({name: position for position, name in enumerate(names)})
object_of = Worse()
object_of.__dict__.update({name: [name] for name in names})
dict_of = {name: name for name in names}
text_of = MARKUP * 100_000
bytes_of = MARKUP.encode() * 100_000
mixed = [MARKUP, SCRIPT, RTL, LINES, '\ud800', Worse(), {MARKUP: SCRIPT}]
file = f'/tmp/{MARKUP}{RTL}.py'
source = f"kept.append(bytearray(10**6)) # {MARKUP}{SCRIPT}\nfail() if failing else None\n"
linecache.cache[file] = (len(source), None, source.splitlines(True), file)
kept, failing = [], False
def fail(): raise Bad(MARKUP + RTL)
fail.__code__ = fail.__code__.replace(co_name=MARKUP)
def wait(): threading.Event().wait()
thread = threading.Thread(target=wait, name=MARKUP + RTL + LINES, daemon=True)
thread.start()
`;

const RECORDED = `'${MARKUP}'; exec(compile(source, file, "exec"))`;
const LONG = `long = "${'<b>'.repeat(20_000)}"`;
const RAISES = 'failing = True; exec(compile(source, file, "exec"))';

const LIVE = 'import time; time.sleep(15)';

/** The texts are there as texts, and everything has the place that it should have. */
async function expectHarmless(heapscope: HeapscopePage): Promise<void> {
  const { page, panel } = heapscope;
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  await expect(page.locator('[onerror], img[src="x"]')).toHaveCount(0);
  const misplaced = await panel.evaluate(element => {
    const { left, right } = element.getBoundingClientRect();
    const all = [...element.querySelectorAll<HTMLElement>('*')];
    const isWide = (one: HTMLElement) => {
      const box = one.getBoundingClientRect();
      const isCut = one.closest('.jp-Heapscope-cut, [role="gridcell"]');
      return (
        box.width > 0 &&
        !isCut &&
        (box.left < left - 1 || box.right > right + 1)
      );
    };
    const rows = all.filter(one => one.matches('.jp-Heapscope-gridRow'));
    const name = (one: HTMLElement) => one.outerHTML.slice(0, 200);
    return {
      wide: all.filter(isWide).map(name),
      scrolling: all
        .filter(one => one.matches('[role="grid"], [role="treegrid"]'))
        .filter(one => one.scrollWidth > one.clientWidth)
        .map(name),
      high: rows.filter(one => one.offsetHeight > 25).map(name)
    };
  });
  expect(misplaced).toEqual({ wide: [], scrolling: [], high: [] });
}

/** Run everything that is hostile, the last cells recorded. */
async function openHostile(heapscope: HeapscopePage): Promise<OpenNotebook> {
  // Time enough to count all objects, on a slow machine too.
  await setSetting(heapscope.page, 'censusBudgetMs', 20_000);
  const notebook = await heapscope.open(
    { cells: [SETUP, RECORDED, LONG, RAISES, LIVE] },
    `${MARKUP.replaceAll('"', "'")}.ipynb`
  );
  await heapscope.probeReady();
  await notebook.run(0);
  await notebook.command('heapscope:set-recording');
  for (const cell of [1, 2, 3]) {
    await notebook.run(cell);
  }
  await expect(heapscope.run(4)).toHaveCount(1);
  return notebook;
}

/** Each view, with what it opens and exports. */
const LOOK: Record<
  string,
  (views: Views, notebook: OpenNotebook) => Promise<void>
> = {
  Timeline: async views => {
    const { heapscope } = views;
    await heapscope.badge(1).hover();
    await expect(heapscope.tooltip).toContainText('Memory of cell [2]');
    await heapscope.chart.hover();
    await expect(heapscope.tooltip).toContainText(/^\[\d\] .*<(img|b)/);
    await expect(heapscope.run(2)).toContainText(MARKUP);
    const runs = JSON.parse(await views.exported('JSON')) as object[];
    expect(runs).toHaveLength(4);
    expect(runs[1]).toMatchObject({ label: RECORDED, state: 'ok' });
  },
  'Stack & Heap': async (views, notebook) => {
    await views.stackRow('stack', `✕ __main__.${MARKUP}`);
    await views.stackRow('frame', MARKUP);
    // Folded beside a traceback: it has many names.
    await (await views.stackRow('frame', 'Global frame')).click();
    const { row } = await views.treeRow('object_of', 2);
    await row.click();
    await expect(row).toHaveAttribute('aria-expanded', 'true');
    await views.stackRow('slot', MARKUP);
    await notebook.start(4);
    await expect(views.heapscope.panel).toContainText('Running [5]');
    await views.stackRow('stack', `Thread ${MARKUP}`);
  },
  Variables: async views => {
    const { panel } = views.heapscope;
    const filter = panel.getByRole('searchbox', { name: 'Filter names' });
    const rows = views.tableRows('Variables');
    // Two names are lone surrogates, which look the same.
    for (const [text, count] of [
      ['\ufffd', 2],
      ['ñandú', 1],
      ['\ufffd', 2]
    ] as const) {
      await filter.fill(text);
      await expect(rows).toHaveCount(count);
    }
    await filter.fill('');
    const names = await views.exported('CSV');
    expect(names).toContain(`\r\n'=1+1,`);
    expect(names).toContain(`"${MARKUP.replaceAll('"', '""')}"`);
    await panel.getByRole('searchbox', { name: 'Filter types' }).fill('<img');
    const types = views.tableRows('Census by type');
    await expect(types).toHaveCount(1, { timeout: 60_000 });
  },
  Allocations: async views => {
    await views.heapscope.panel.getByText('Held now').click();
    await expect(views.tableRows('Sites that allocated').first()).toContainText(
      MARKUP
    );
  },
  Collector: async ({ heapscope }) => {
    await expect(heapscope.panel).toContainText('Generations');
  }
};

test('hostile names, types, values and sources are text everywhere', async ({
  heapscope,
  page
}) => {
  const faults: string[] = [];
  page.on('pageerror', error => faults.push(error.message));
  page.on('dialog', dialog => faults.push(dialog.message()));
  const notebook = await openHostile(heapscope);
  const views = new Views(heapscope);
  for (const [view, look] of Object.entries(LOOK)) {
    await heapscope.showPanel(view);
    await look(views, notebook);
    await expectHarmless(heapscope);
  }
  await heapscope.resizePanel(280);
  for (const view of Object.keys(LOOK)) {
    await heapscope.choose(view);
    await expectHarmless(heapscope);
  }
  expect(faults).toEqual([]);
});
