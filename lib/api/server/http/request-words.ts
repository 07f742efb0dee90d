import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * What a request has wrong, in words that follow its field's name: "must be at most 1000". The issue reports its input.
 * Messages that the contract gives itself are used as they are.
 */
export function requestWords(issue: Issue): string {
  if (issue.input === undefined && issue.code !== 'custom') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KIND[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'unrecognized_keys':
      return `has the unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${issue.keys.join(', ')}`;
    case 'too_big':
      return sized('at most', issue.maximum, issue.origin);
    case 'too_small':
      return sized('at least', issue.minimum, issue.origin);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `must be ${oneOf(issue.options)}`
        : 'has none of the allowed forms';
    case 'invalid_format':
      return issue.format === 'uuid' ? 'is not a UUID' : issue.message;
    default:
      return issue.message;
  }
}

const KIND: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function oneOf(values: readonly unknown[]): string {
  const words = values.filter((value) => value !== '').map(String);
  return words.length === 1 ? `${words[0]}` : `one of ${words.join(', ')}`;
}

function sized(bound: string, limit: number | bigint, origin: string): string {
  if (origin === 'string') return `must have ${bound} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `must have ${bound} ${limit} items`;
  return `must be ${bound} ${limit}`;
}
