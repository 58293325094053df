/**
 * One route: its OpenAPI and its handler together. The document shows the schema that the service parses with; bodies are
 * read by `readJson`, because a duplicate name in a JSON body has to be refused and the usual validators let it pass.
 */
import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from './environment.ts';
import { Problem } from './problem.ts';

type Method = 'get' | 'post' | 'delete';

export interface Route {
  readonly method: Method;
  /** OpenAPI's form, `/models/{ns}` */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly public?: true;
  readonly query?: z.ZodObject;
  readonly params?: z.ZodObject;
  readonly body?: z.ZodType;
  /** by status; a schema is JSON, a string the media type of anything else */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema: z.ZodType | string }>>;
}

const PROBLEMS = {
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  422: 'The input has problems',
  503: 'Cannot answer now',
};

function responses(route: Route): RouteConfig['responses'] {
  const problems = Object.entries(PROBLEMS).filter(
    ([status]) => !(Number(status) in route.answers) && !(route.public && Number(status) < 404),
  );
  return {
    ...Object.fromEntries(
      Object.entries(route.answers).map(([status, { description, schema }]) => [
        status,
        {
          description,
          content:
            typeof schema === 'string'
              ? { [schema]: { schema: z.string() } }
              : { [Number(status) >= 400 ? 'application/problem+json' : 'application/json']: { schema } },
        },
      ]),
    ),
    ...Object.fromEntries(
      problems.map(([status, description]) => [
        status,
        { description, content: { 'application/problem+json': { schema: Problem } } },
      ]),
    ),
  };
}

/** Documents and mounts a route. */
export function mount(
  api: OpenAPIHono<Env>,
  route: Route,
  handler: (c: Context<Env>) => Promise<Response> | Response,
): void {
  api.openAPIRegistry.registerPath({
    method: route.method,
    path: route.path,
    summary: route.summary,
    tags: [route.tag],
    ...(route.public ? { security: [] } : {}),
    request: {
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    },
    responses: responses(route),
  });
  api.on(route.method.toUpperCase(), route.path.replaceAll(/\{([^}]+)\}/g, ':$1'), handler);
}

export function routes(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>();
}
