/**
 * Ids of all commands; they are registered in src/plugins/commands/.
 * The argument `session` (an IMemorySession.id) may be left out: then the active notebook's is meant.
 */
export namespace CommandIDs {
  /** Run gc.collect() in the kernel of the active notebook. */
  export const collectGarbage = 'heapscope:collect-garbage';
  /** Show or hide the memory panel in the sidebar. */
  export const togglePanel = 'heapscope:toggle-panel';
  /** Open the panel as a dock tab bound to the active notebook. Args: `session`, or the `path` of a notebook that may come later. */
  export const openBeside = 'heapscope:open-beside';
  /** Args: `view`, the id of a view. */
  export const showView = 'heapscope:show-view';
  /** Args: `mode`, `off`, `next` or `on`; without it, between off and on. */
  export const setRecording = 'heapscope:set-recording';
  /** Make the last census the baseline. */
  export const setBaseline = 'heapscope:set-baseline';
  export const clearBaseline = 'heapscope:clear-baseline';
  export const clearHistory = 'heapscope:clear-history';
  /** Pull everything that is visible. Args: `session`; with `budgetMs` only count objects, and take up to so long. */
  export const refresh = 'heapscope:refresh';
  /** Args: `session`, `key` of a timeline entry or null, `reveal` to also scroll the cell into view. */
  export const selectRun = 'heapscope:select-run';
  /** Args: `session`, `location` (a Location of the protocol). */
  export const goToLocation = 'heapscope:go-to-location';
  /** Args: `session`, `frameId`, `name`, `path`, `address`, `start`. */
  export const openMembers = 'heapscope:open-members';
  /** Args: `session`, `frameId`, `name`, `path`. */
  export const closeMembers = 'heapscope:close-members';
  /** Args: `session`, `stackId`, `start`, `count`. */
  export const openFrames = 'heapscope:open-frames';
  /** Args: `session`, `stackId`, `starts` of the pages. */
  export const closeFrames = 'heapscope:close-frames';
  /** Args: `session`, `hiddenGroups`: groups of names to leave out of the global frame. */
  export const hideGroups = 'heapscope:hide-groups';
  /** Args: `session`, `filter`: words that the names in Variables, or their types, must contain. */
  export const filterVariables = 'heapscope:filter-variables';
  /** Args: `session`, `groupBy`, `orderBy`. */
  export const groupAllocations = 'heapscope:group-allocations';
  /** Args: `session`, `id` of a notice. */
  export const dismissNotice = 'heapscope:dismiss-notice';
  /** Switch Heapscope on or off for the active notebook. */
  export const toggleNotebook = 'heapscope:toggle-notebook';
}
