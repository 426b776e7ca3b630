import type {
  KernelMessage,
  RequestArguments,
  RequestError,
  RequestKind,
  Settings,
  StackRequest
} from '../protocol';
import type { Need } from '../tokens';
import type { MemoryModel } from './memory';
import type { HeapscopeSettings } from './settings';

/** Sends a request; the answer goes into the model by other ways. Resolves with what came in place of one. */
export type Send = <K extends RequestKind>(
  kind: K,
  args: RequestArguments<K>
) => Promise<RequestError | null>;

const MAX_VARIABLES = 2000;
const MAX_SITES = 500;
/** More would take longer than anybody waits; how much memory it may take the probe decides. */
const MAX_OBJECTS = 2_000_000;

/** Ask for what keeps a part of the model fresh. Not async: so tsc sees a need that is not asked for. */
export function pull(
  need: Need,
  model: MemoryModel,
  settings: HeapscopeSettings,
  send: Send
): Promise<unknown> {
  const { value: queries } = model.queries;
  const groups = queries.hiddenGroups as StackRequest['hidden_groups'];
  switch (need) {
    case 'stack':
      return send('stack_request', { hidden_groups: groups });
    case 'variables':
      return send('variables_request', {
        filter: queries.variablesFilter,
        hidden_groups: groups,
        start: 0,
        count: MAX_VARIABLES
      });
    case 'census':
      return send('census_request', { budget_ms: settings.censusBudgetMs });
    case 'sizes':
      return measure(model, settings, send);
    case 'allocations':
      return send('allocations_request', {
        group_by: queries.groupAllocationsBy,
        order_by: queries.orderAllocationsBy,
        count: MAX_SITES
      });
    case 'collector':
      return send('collector_request', {});
    case 'memory':
      return send('memory_request', {});
  }
}

/** Where there is no answer, the names say so. */
async function measure(
  { sizes }: MemoryModel,
  settings: HeapscopeSettings,
  send: Send
): Promise<void> {
  const error = await send('variable_sizes_request', {
    budget_ms: settings.censusBudgetMs,
    object_budget: MAX_OBJECTS,
    count: MAX_VARIABLES
  });
  if (error) {
    sizes.refuse(error);
  }
}

/** What a message makes stale, apart from what it says by itself. */
export function staleAfter(message: KernelMessage): readonly Need[] {
  switch (message.kind) {
    case 'report':
      return message.run.recorded === null
        ? ['stack', 'variables', 'census', 'sizes']
        : ['stack', 'variables', 'census', 'sizes', 'allocations'];
    case 'collection':
      return ['stack', 'variables', 'census', 'sizes', 'memory'];
    case 'baseline':
      return ['census'];
    case 'variable_sizes':
      // Where not all names are listed, others are the largest now.
      return ['variables', 'memory'];
    case 'census':
    case 'allocations':
      return ['memory']; // taking them costs some
    default:
      return [];
  }
}

/**
 * What the probe is to do.
 *
 * @param isWatched - Whether a view is visible.
 */
export function probeSettings(
  settings: HeapscopeSettings,
  isWatched: boolean
): Settings {
  const { showBadges, showChip, showStatusBar } = settings;
  const isSampled = isWatched || showBadges || showChip || showStatusBar;
  return {
    sample_interval_ms: isSampled ? settings.sampleIntervalMs : 0,
    exact_peak: settings.exactPeak,
    history_bytes: settings.historyKib * 1024,
    traceback_frames: settings.tracebackFrames
  };
}
