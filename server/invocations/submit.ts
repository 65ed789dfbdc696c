import { callerOf, prepareAnswer, sendAnswer } from '../../client/internal.js';
import { route } from '../http/route.js';
import { submitRequest, submitResponse } from '../schemas/invocation.js';

/** Kernel's SDKs count their repeats of a request. */
const RETRY_COUNT = 'x-stainless-retry-count';

/** Answers as soon as the step has become `submitting`: the next `retrieve` must not show the question again. */
export const submitInvocation = route({
  method: 'POST',
  path: '/agents/auth/invocations/{id}/submit',
  summary: 'Gives what a login waits for: plain or sealed values, or a choice',
  needs: 'invocation',
  body: submitRequest,
  status: 202,
  answer: { json: submitResponse },
  errors: [
    'invocation_not_found',
    'invocation_ended',
    'submit_in_progress',
    'not_awaiting_input',
    'stale_step',
    'unknown_field',
    'missing_field',
    'empty_value',
    'unknown_option',
    'wrong_key',
    'unreadable_value',
    'not_entitled',
  ],
  async handle({ auth, caller: { linkCode }, body, id, services, context: { req } }) {
    const caller = callerOf(auth);
    // The server adds no right of its own: an answer counts by what its caller has shown.
    const proof = linkCode === null ? null : { link_code: linkCode };
    const request = {
      shown: req.header('authorization') ?? '',
      invocationId: id,
      body,
      isRepeat: Number(req.header(RETRY_COUNT) ?? 0) > 0,
    };
    await services.answers.submit(request, {
      question: async () => (await auth.agents.auth.invocations.retrieve(id)).question,
      prepare: () => prepareAnswer(caller, id, body, proof),
      send: (message) => sendAnswer(caller, id, message),
    });
    await services.watches.refresh(id);
    return { accepted: true };
  },
});
