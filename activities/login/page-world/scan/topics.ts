import { native } from '../dom/native.js';
import type { Facts } from './facts.js';
import { pathOf } from './url-path.js';
import { type Feature, isFeature } from './weights.js';

/** What a form can be about; each is looked for in every place where a form says so. */
const TOPICS = ['login', 'signup', 'recovery', 'change', 'delete', 'newsletter', 'checkout', 'contact', 'otp'] as const;
type Topic = (typeof TOPICS)[number];

/** Where a form says what it is about, and whether it speaks of a topic there. */
const PLACES = {
  Submit: ({ scan, label }: Facts, topic: Topic) => scan.says(topic, label),
  SubmitDev: ({ scan, submit }: Facts, topic: Topic) => scan.names(topic, submit?.developer ?? ''),
  Heading: ({ scan, heading }: Facts, topic: Topic) => scan.says(topic, heading),
  Dev: ({ scan, developer }: Facts, topic: Topic) => scan.names(topic, developer),
  Action: ({ scan, action }: Facts, topic: Topic) => scan.names(topic, action),
  Title: ({ scan }: Facts, topic: Topic) => scan.says(topic, native(document, 'title')),
  Url: ({ scan }: Facts, topic: Topic) => scan.names(topic, pathOf(scan, location.href)),
  Text: ({ scan, text }: Facts, topic: Topic) => scan.says(topic, text),
  Around: ({ scan, around }: Facts, topic: Topic) => scan.says(topic, around),
};
type Place = keyof typeof PLACES;

export type TopicFeature = Extract<Feature, `${Topic}${Place}`>;

const isTopicFeature = (name: `${Topic}${Place}`): name is TopicFeature => isFeature(name);

/** For each feature of a topic at a place its two halves; a topic that has no weight at a place is not looked for there. */
const TOPIC_FEATURES = TOPICS.flatMap((topic) =>
  (Object.keys(PLACES) as Place[]).flatMap((place) => {
    const name = `${topic}${place}` as const;
    return isTopicFeature(name) ? [{ name, topic, place }] : [];
  }),
);

/** Which topics are named where. */
export const topicsOf = (facts: Facts): Record<TopicFeature, number> =>
  Object.fromEntries(
    TOPIC_FEATURES.map(({ name, topic, place }) => [name, Number(PLACES[place](facts, topic))]),
  ) as Record<TopicFeature, number>;
