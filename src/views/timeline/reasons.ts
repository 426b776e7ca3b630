import type { TranslationBundle } from '@jupyterlab/translation';

import { unsampledText } from '../sampling';
import { isLost } from './runs';
import type { Run } from './runs';

/** Why there is no figure that comes with the report. */
export function untold(run: Run, trans: TranslationBundle): string {
  return isLost(run)
    ? trans.__('The kernel ended before it could tell')
    : trans.__('Told when the cell ends');
}

/** Why RSS is not known before the report; undefined where that is here, or a sample is. */
export function unsampledReason(
  run: Run,
  trans: TranslationBundle
): string | undefined {
  if (isLost(run)) {
    return untold(run, trans);
  }
  if (run.state !== 'running' || run.samples.length > 0) {
    return undefined;
  }
  return unsampledText(run.isSampled, trans);
}

/** Why there is no change of objects, or not yet. */
export function objectsReason(run: Run, trans: TranslationBundle): string {
  if (run.state === 'running') {
    return trans.__('Objects are counted after the cell');
  }
  if (isLost(run)) {
    return untold(run, trans);
  }
  switch (run.objects?.reason) {
    case 'between':
      return trans.__(
        'Between the cells other code took or gave back many objects (a widget, a thread): the change is not this cell’s alone. The header tells all of it.'
      );
    case 'budget':
      return trans.__('Counting took longer than the census may take');
    case 'sampled':
      return trans.__(
        'The heap is too large to be counted in time: it was estimated, and estimates are not compared'
      );
    case 'counting':
      return trans.__(
        'All objects are being counted; a cell that starts meanwhile does not wait for it'
      );
    case 'frozen':
      return trans.__(
        'gc.freeze() was called: frozen objects cannot be counted, until gc.unfreeze()'
      );
    case 'next_run':
      return trans.__('The next cell came before all objects were counted');
    case 'no_previous':
      return trans.__(
        'There is no count from just before this run to compare with'
      );
    case 'not_kept':
      return trans.__(
        'When it ended this page was not connected to the kernel, or did not hear of it, and its objects were not counted'
      );
    default:
      return trans.__(
        'Objects are counted while Timeline or Variables is visible and no other cell waits'
      );
  }
}
