import { readFileSync } from 'node:fs';

import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';

import type { HeapscopePage, RunColumn } from './heapscope';

/** A row of the tree of Stack & Heap. */
export interface TreeRow {
  readonly row: Locator;
  readonly name: string;
  /** Short value, without the badge of its type; empty where there is none. */
  readonly value: string;
  /** Address in small print, `0x7f…`. */
  readonly address: string;
  /** Shallow size as it is written. */
  readonly size: string;
}

/** What the views of the panel say. Tables and trees have only the rows near those in view in the page. */
export class Views {
  constructor(readonly heapscope: HeapscopePage) {}

  /** Of the header: `Peak`, `Traced`, `Objects`; the label may say more behind it. */
  async headerStat(label: string): Promise<string> {
    const stats = this._panel.locator('.jp-Heapscope-stats > div');
    const stat = stats.filter({ hasText: beginningWith(label) });
    return stat.locator('dd b').innerText();
  }

  /** The label of a figure of the header, with all that it says. */
  headerLabel(label: string): Locator {
    return this._panel.locator('.jp-Heapscope-stats dt', {
      hasText: beginningWith(label)
    });
  }

  /** A figure of a run in the table of runs, scrolled into view. */
  async runFigure(prompt: number, column: RunColumn): Promise<string> {
    const { runs } = this.heapscope;
    await bringIntoView(runs, this.heapscope.run(prompt).last());
    return this.heapscope.runFigure(prompt, column).innerText();
  }

  /** Number and time of the automatic collections of a run, wherever the panel has room for them. */
  async gcOfRun(prompt: number): Promise<string> {
    const row = this.heapscope.run(prompt).last();
    await this.runFigure(prompt, 'delta');
    const hidden = await row.getAttribute('title');
    return (
      /^gc: (.*)$/m.exec(hidden ?? '')?.[1] ?? this.runFigure(prompt, 'gc')
    );
  }

  /** A figure of the sums below the table of runs. */
  runSum(column: string): Locator {
    const footer = this.heapscope.runs.locator('.jp-Heapscope-gridFooter');
    return footer.locator(`[data-column="${column}"]`).first();
  }

  /** The tree of Stack & Heap. */
  get stack(): Locator {
    return this._panel.getByRole('treegrid', {
      name: 'Frames and their names'
    });
  }

  /** Rows of the tree of one kind: `stack`, `group`, `frame`, `slot`. */
  stackRows(type: string, text: string | RegExp): Locator {
    return this.stack.locator(`[data-type="${type}"]`, { hasText: text });
  }

  /** The first row of a kind with a text, scrolled into view. */
  async stackRow(type: string, text: string | RegExp): Promise<Locator> {
    const row = this.stackRows(type, text).first();
    await bringIntoView(this.stack, row);
    return row;
  }

  /** A name in a frame (level 2 for the global frame, 3 for others) or a member of an object, scrolled into view. */
  async treeRow(name: string, level: number): Promise<TreeRow> {
    const exactly = new RegExp(`^${name}$`);
    const row = this.stack
      .locator(`[data-type="slot"][aria-level="${level}"]`)
      .filter({
        has: this.heapscope.page.locator('[data-kind]', { hasText: exactly })
      })
      .first();
    await bringIntoView(this.stack, row);
    const object = row.getByRole('gridcell').nth(1);
    return {
      row,
      name,
      value: (await object.locator('code').allInnerTexts()).join(''),
      address: await object.locator('.jp-Heapscope-address').innerText(),
      size: await row.getByRole('gridcell').nth(2).innerText()
    };
  }

  /** Rows of a table that are in the page, without head and sums. */
  tableRows(table: string): Locator {
    const grid = this._panel.getByRole('grid', { name: table });
    return grid.locator('[role="presentation"] [role="row"]');
  }

  /** A row of a table, by the text of one of its cells, scrolled into view. */
  async tableRow(
    table: string,
    column: string,
    text: string
  ): Promise<Locator> {
    const grid = this._panel.getByRole('grid', { name: table });
    const cell = this.heapscope.page.locator(`[data-column="${column}"]`);
    const row = this.tableRows(table)
      .filter({ has: cell.getByText(text, { exact: true }) })
      .first();
    await bringIntoView(grid, row);
    return row;
  }

  /** The text of a cell in a row of a table. */
  cell(row: Locator, column: string): Promise<string> {
    return row.locator(`[data-column="${column}"]`).innerText();
  }

  /** Save a table through its menu and read the file; `index` where the view has several. */
  async exported(format: 'CSV' | 'JSON', index = 0): Promise<string> {
    const { page } = this.heapscope;
    const buttons = this._panel.getByRole('button', { name: 'Export' });
    await buttons.nth(index).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: format }).click();
    return readFileSync(await (await download).path(), 'utf8');
  }

  /** A row of the Collector's generations, a number each: `Collections`, `Threshold` … */
  async generations(statistic: string): Promise<number[]> {
    const row = this._panel.locator('.jp-Heapscope-generations tr').filter({
      has: this.heapscope.page.locator(`th:text-is("${statistic}")`)
    });
    const texts = await row.locator('td').allInnerTexts();
    return texts.map(text => Number(text.replaceAll(',', '')));
  }

  /** A fact of the Collector: `Automatic`, `Frozen`, `Garbage`. */
  collectorFact(name: string): Locator {
    const facts = this._panel.locator('.jp-Heapscope-collectorFacts > div');
    return facts.filter({ hasText: name }).locator('dd');
  }

  private get _panel(): Locator {
    return this.heapscope.panel;
  }
}

/** Scroll down until the row is there, again and again: the table may still grow, or be read anew. */
async function bringIntoView(grid: Locator, row: Locator): Promise<void> {
  await grid.waitFor();
  await expect(async () => {
    await scrollTo(grid, row);
    expect(await row.count()).toBeGreaterThan(0);
  }).toPass({ timeout: 15_000 });
}

/** Scroll down step by step until the row is there, or the end is; the first steps start at the top. */
async function scrollTo(grid: Locator, row: Locator): Promise<void> {
  await grid.evaluate(element => element.scrollTo({ top: 0 }));
  for (let step = 0; step < 200 && !(await row.count()); step++) {
    const atEnd = await grid.evaluate(element => {
      const before = element.scrollTop;
      element.scrollBy({ top: element.clientHeight / 2 });
      return element.scrollTop === before;
    });
    if (atEnd) {
      break;
    }
    // The rows follow the scrolling in the next frame.
    await grid.evaluate(
      () => new Promise(done => requestAnimationFrame(() => done(null)))
    );
  }
}

/** The reason of another figure may have the same word further behind. */
function beginningWith(label: string): RegExp {
  return new RegExp(`^${label.replace(/[[\]]/g, '\\$&')}`);
}
