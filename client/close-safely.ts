import { type ConnectionOptions, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
type Call = ReturnType<Parameters<Interceptor>[1]>;
type Metadata = Parameters<Call['start']>[0];

/** gRPC status UNAVAILABLE. */
const UNAVAILABLE = 14;
const CLOSED = 'closed by its owner';

/** Metadata go both ways; those of the request hold an API key. */
function emptied(metadata: Metadata): Metadata {
  const empty = metadata.clone();
  for (const name of Object.keys(empty.getMap())) empty.remove(name);
  return empty;
}

/** A call on a connection that is closed: it ends at once, as if no server were there. */
const closedCall = (): Call =>
  ({
    start(metadata, listener) {
      listener?.onReceiveMetadata?.(emptied(metadata));
      listener?.onReceiveMessage?.(null);
      listener?.onReceiveStatus?.({ code: UNAVAILABLE, details: CLOSED, metadata: emptied(metadata) });
    },
    sendMessage: () => undefined,
    sendMessageWithContext: () => undefined,
    startRead: () => undefined,
    halfClose: () => undefined,
    cancelWithStatus: () => undefined,
    getPeer: () => '',
    getAuthContext: () => null,
  }) satisfies Pick<Call, keyof Call> as Call;

/** A channel that is closed throws where it is asked for a call; a retry asks from a timer, where nobody can catch that. */
const endWhenClosed: Interceptor = (options, nextCall) => {
  let call: Call;
  try {
    call = nextCall(options);
  } catch {
    call = closedCall();
  }
  return call as ReturnType<Interceptor>;
};

const retries = defaultGrpcRetryOptions();

/** The SDK's own retries, on a connection that may be closed while one of them is due: without this the process would end. */
export const closeSafely: Interceptor[] = [
  makeGrpcRetryInterceptor({
    ...retries,
    retryableDecider: (attempt, status) => status.details !== CLOSED && retries.retryableDecider(attempt, status),
  }),
  endWhenClosed,
];
