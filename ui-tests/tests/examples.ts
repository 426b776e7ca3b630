import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { bytesOf, MIB, near, ROUNDING } from './figures';
import type { HeapscopePage } from './heapscope';
import { KernelTruth } from './kernel';
import { OpenNotebook } from './notebook';
import { Views } from './views';

const FOLDER = join(__dirname, '..', '..', 'examples');

/** What /proc says of a run, bytes. */
export interface IMeasured {
  readonly before: number;
  /** The highest since the run began: the probe resets the kernel's mark then. */
  readonly peak: number;
  readonly grown: number;
}

/** So many readings in a row that hardly differ: the process is at rest. */
const QUIET_READINGS = 4;
const READ_EVERY_MS = 150;

/** A notebook of examples/, open beside the panel, and what its kernel says by itself. Its code cells are told by the prompt numbers that they get. */
export class ExampleStory {
  /** Copy it to where the server sees it, trust it as `jupyter trust` does, open it and wait for the probe. */
  static async open(
    heapscope: HeapscopePage,
    name: string
  ): Promise<ExampleStory> {
    const { page, folder } = heapscope;
    const path = `${folder}/${name}`;
    const text = readFileSync(join(FOLDER, name), 'utf8');
    await page.contents.uploadContent(text, 'text', path);
    const trusted = await page.request.post(`/api/contents/${path}/trust`);
    expect(trusted.ok(), `${path} is trusted`).toBe(true);
    await page.notebook.openByPath(path);
    const notebook = new OpenNotebook(page, path);
    await notebook.kernelReady();
    await heapscope.probeReady();
    const kernel = new KernelTruth(notebook);
    const pid = await kernel.pid();
    return new ExampleStory(heapscope, notebook, kernel, pid, codeCells(text));
  }

  private constructor(
    readonly heapscope: HeapscopePage,
    readonly notebook: OpenNotebook,
    readonly kernel: KernelTruth,
    private readonly _pid: number,
    /** Index of each code cell among all cells. */
    private readonly _codeCells: readonly number[]
  ) {
    this.views = new Views(heapscope);
  }

  readonly views: Views;

  /** How many runs the whole notebook takes. */
  get runCount(): number {
    return this._codeCells.length;
  }

  /** Run cells one after the other and wait until the panel has the last one. */
  async run(first: number, last = first): Promise<void> {
    for (let prompt = first; prompt <= last; prompt++) {
      await this.notebook.run(this._codeCells[prompt - 1]);
    }
    await this.ran(last);
  }

  /** Run a cell, and say what /proc says that it did; no view is open that counts objects meanwhile. */
  async measure(prompt: number): Promise<IMeasured> {
    await this.heapscope.showPanel('Collector');
    const before = await this.rss();
    await this.run(prompt);
    const peak = this.kernel.peakRssBytes(this._pid);
    const after = await this.rss();
    return { before, peak, grown: after - before };
  }

  /** The same in the Timeline as people do it: after each cell the probe has the time to count all objects. */
  async runSlowly(first: number, last = first): Promise<void> {
    await this.heapscope.showPanel('Timeline');
    for (let prompt = first; prompt <= last; prompt++) {
      await this.run(prompt);
      await expect
        .poll(() => this.views.headerStat('Objects'), { timeout: 60_000 })
        .toMatch(/\d/);
      // Not "after [n]" any more. Where the page has the kernel draw figures, the change is not the cell's alone.
      await expect(this.views.headerLabel('Objects')).toHaveText(
        /^Objects(, Δ since .+)?$/
      );
    }
  }

  /** Start a cell and come back at once. */
  start(prompt: number): Promise<void> {
    return this.notebook.start(this._codeCells[prompt - 1]);
  }

  /** Wait until a run is over and the panel has it. */
  async ran(prompt: number): Promise<void> {
    const cell = this._codeCells[prompt - 1];
    await expect
      .poll(() => this.notebook.executionCount(cell), { timeout: 90_000 })
      .toBe(prompt);
    await expect(this.heapscope.state).toHaveText('idle');
    await expect(this.heapscope.badge(cell)).toBeAttached();
  }

  /** Choose the cell of a run and scroll it to the top of the notebook. */
  async reveal(prompt: number): Promise<void> {
    const cell = this._codeCells[prompt - 1];
    await this.notebook.choose(cell);
    const panel = await this.notebook.panel();
    await panel.evaluate(
      ({ content }, index) => content.scrollToItem(index, 'start'),
      cell
    );
  }

  /** Show a view, with the newest figures that the kernel gives. */
  async look(view: string): Promise<void> {
    await this.heapscope.showPanel(view);
    await this.notebook.command('heapscope:refresh');
  }

  /** A figure of a run in the Timeline, in bytes. */
  async figure(prompt: number, column: 'delta' | 'peak'): Promise<number> {
    await this.heapscope.showPanel('Timeline');
    return bytesOf(await this.views.runFigure(prompt, column));
  }

  /** Stack & Heap has the recursion in one row, as deep as the kernel's traceback, beside the kernel's limit. */
  async expectFolded(name: string): Promise<void> {
    const { depth, limit } = await this.kernel.recursion(name);
    const row = this.views.stackRows('group', name);
    await expect(row).toContainText(`× ${formatCount(depth)}`);
    await expect(row).toContainText(`of a limit of ${formatCount(limit)}`);
    expect(depth, 'the limit ended it').toBeGreaterThan(0.9 * limit);
  }

  /**
   * The header has the RSS of /proc, and the deltas of all runs add up to what the process grew.
   *
   * @param between - Bytes by which the process may have grown between runs: reports, snapshots of allocations, and
   * what counting the objects took, which the allocator keeps for a while.
   */
  async expectWholeProcess(rssAtStart: number, between: number): Promise<void> {
    await this.heapscope.showPanel('Collector'); // counts no objects
    const now = await this.rss();
    await this.notebook.command('heapscope:refresh');
    const fromHeader = async () => (await this.heapscope.rssBytes()) - now;
    await expect
      .poll(async () => Math.abs(await fromHeader()), 'header RSS is VmRSS')
      .toBeLessThan(4 * MIB);
    const sum = bytesOf(await this.sumOfDeltas());
    let added = 0;
    for (let prompt = 1; prompt <= this.runCount; prompt++) {
      added += await this.figure(prompt, 'delta');
    }
    const rounding = ROUNDING * (this.runCount + 1);
    near(sum, added, rounding, 'Σ of the rows, as they are written');
    near(sum, now - rssAtStart, between, 'growth since the first run');
  }

  private async sumOfDeltas(): Promise<string> {
    await this.heapscope.showPanel('Timeline');
    return this.views.runSum('delta').innerText();
  }

  /** What the kernel's process has in memory, out of /proc, when what the probe does after a run (counting objects) is over. */
  async rss(): Promise<number> {
    let last = this.kernel.rssBytes(this._pid);
    for (let quiet = 0; quiet < QUIET_READINGS;) {
      await this.heapscope.page.waitForTimeout(READ_EVERY_MS);
      const now = this.kernel.rssBytes(this._pid);
      quiet = Math.abs(now - last) < MIB ? quiet + 1 : 0;
      last = now;
    }
    return last;
  }
}

function codeCells(text: string): number[] {
  const notebook = JSON.parse(text) as { cells: { cell_type: string }[] };
  return notebook.cells.flatMap(({ cell_type }, index) =>
    cell_type === 'code' ? [index] : []
  );
}

/** `2,967`, as the panel writes it. */
function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
