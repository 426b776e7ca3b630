import type * as wire from './messages';

export type * from './messages';
export * from './error';

/** The version both sides must speak; see protocol/README.md for when it changes. */
export const PROTOCOL_VERSION = 1;

/** Comm target of requests and their replies. */
export const REQUEST_TARGET = 'jupyterlab_heapscope.request';

/** Comm target of what the probe pushes. Apart from requests: see docs/ARCHITECTURE.md, "Two comms". */
export const PUSH_TARGET = 'jupyterlab_heapscope.push';

/** Each kind of request with its message and its reply. */
export interface RequestMap {
  hello_request: [wire.HelloRequest, wire.Hello];
  configure_request: [wire.ConfigureRequest, wire.Configuration];
  history_request: [wire.HistoryRequest, wire.History];
  memory_request: [wire.MemoryRequest, wire.Memory];
  collect_request: [wire.CollectRequest, wire.Collection];
  collector_request: [wire.CollectorRequest, wire.Collector];
  stack_request: [wire.StackRequest, wire.Stack];
  frames_request: [wire.FramesRequest, wire.Frames];
  members_request: [wire.MembersRequest, wire.Members];
  variables_request: [wire.VariablesRequest, wire.Variables];
  census_request: [wire.CensusRequest, wire.Census];
  deep_size_request: [wire.DeepSizeRequest, wire.DeepSize];
  variable_sizes_request: [wire.VariableSizesRequest, wire.VariableSizes];
  baseline_request: [wire.BaselineRequest, wire.Baseline];
  recording_request: [wire.RecordingRequest, wire.Recording];
  allocations_request: [wire.AllocationsRequest, wire.Allocations];
  close_request: [wire.CloseRequest, wire.Closed];
}

export type RequestKind = keyof RequestMap;

/** What the caller of a request gives; the channel adds `kind` and `request_id`. */
export type RequestArguments<K extends RequestKind> = Omit<
  RequestMap[K][0],
  'kind' | 'request_id'
>;

export type Reply<K extends RequestKind> = RequestMap[K][1];

/** Kind of the reply to each kind of request. */
export const REPLY_KINDS: { readonly [K in RequestKind]: Reply<K>['kind'] } = {
  hello_request: 'hello',
  configure_request: 'configuration',
  history_request: 'history',
  memory_request: 'memory',
  collect_request: 'collection',
  collector_request: 'collector',
  stack_request: 'stack',
  frames_request: 'frames',
  members_request: 'members',
  variables_request: 'variables',
  census_request: 'census',
  deep_size_request: 'deep_size',
  variable_sizes_request: 'variable_sizes',
  baseline_request: 'baseline',
  recording_request: 'recording',
  allocations_request: 'allocations',
  close_request: 'closed'
};

/** What the probe sends without being asked. */
export type PushMessage =
  wire.RunStarted | wire.Sample | wire.Report | wire.Recording | wire.Error;
