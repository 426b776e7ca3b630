import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { NotebookPanel } from '@jupyterlab/notebook';

/** Command of JupyterLab's file editor; args `line` and `column`, from 1. */
const GO_TO_LINE = 'fileeditor:go-to-line';

/** A home folder that the server abbreviates to `~`. */
const HOME =
  /^(\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)(?=\/|$)/;

/** True when the notebook has a cell of this id. */
export function hasCell(panel: NotebookPanel, cellId: string): boolean {
  return indexOf(panel, cellId) >= 0;
}

/**
 * Scroll to a cell and make it the active one.
 *
 * @param line - Where the cursor goes, from 1; null leaves the cell in command mode.
 * @returns False when the notebook has no such cell any more.
 */
export async function revealCell(
  app: JupyterFrontEnd,
  panel: NotebookPanel,
  cellId: string,
  line: number | null
): Promise<boolean> {
  const index = indexOf(panel, cellId);
  if (index < 0) {
    return false;
  }
  const notebook = panel.content;
  app.shell.activateById(panel.id);
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'smart');
  const cell = notebook.widgets[index];
  if (line === null || line < 1) {
    return true;
  }
  // In a windowed notebook a cell has its editor only after it came into view.
  await cell.ready;
  notebook.mode = 'edit';
  const { editor } = cell;
  if (editor) {
    const position = {
      line: Math.min(line, editor.lineCount) - 1,
      column: 0
    };
    editor.setCursorPosition(position);
    editor.revealPosition(position);
    editor.focus();
  }
  return true;
}

function indexOf(panel: NotebookPanel, cellId: string): number {
  return panel.content.widgets.findIndex(cell => cell.model.id === cellId);
}

/**
 * Path of a file as the server serves it; null for a file outside the server's root.
 *
 * @param file - Absolute path on the kernel's machine.
 * @param root - The server's root, `~` for the home folder, as the page's configuration has it.
 */
export function servedPath(
  file: string,
  root = PageConfig.getOption('serverRoot')
): string | null {
  const path = file.replaceAll('\\', '/');
  const home = HOME.exec(path)?.[0];
  const start = root.startsWith('~')
    ? home === undefined
      ? null
      : home + root.slice(1)
    : root;
  if (!start) {
    return null;
  }
  const folder = start.endsWith('/') ? start : `${start}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : null;
}

/** Open a served file with the cursor on a line, from 1. */
export async function openFile(
  app: JupyterFrontEnd,
  documents: IDocumentManager,
  path: string,
  line: number
): Promise<void> {
  const widget = documents.openOrReveal(path);
  if (!widget) {
    throw new Error(path);
  }
  await widget.revealed;
  app.shell.activateById(widget.id);
  if (line > 0 && app.commands.hasCommand(GO_TO_LINE)) {
    await app.commands.execute(GO_TO_LINE, { line, column: 1 });
  }
}
