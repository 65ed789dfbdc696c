import { type ConnectionOptions, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
type Call = ReturnType<Parameters<Interceptor>[1]>;
type Metadata = Parameters<Call['start']>[0];

/** gRPC status UNAVAILABLE. */
const UNAVAILABLE = 14;
const CLOSED = 'closed by its owner';

/** Answered instead of the request's metadata, which hold an API key. */
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

/** Makes a closed channel return a failed call instead of throwing: a retry runs on a timer, where nobody could catch the error. */
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

/** Wraps the SDK's retries, since the connection may be closed while one is pending: without this the process would crash. */
export const closeSafely: Interceptor[] = [
  makeGrpcRetryInterceptor({
    ...retries,
    retryableDecider: (attempt, status) => status.details !== CLOSED && retries.retryableDecider(attempt, status),
  }),
  endWhenClosed,
];
