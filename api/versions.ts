/** `POST /api/v1/versions`: registering. */
import { Registered, Registration } from '#domain/wire/registration.ts';
import { registerVersion } from '#services/versions/register.ts';
import { readJson } from './body.ts';
import { mount, routes } from './route.ts';

export function versionRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'post',
      path: '/api/v1/versions',
      tag: 'register',
      summary: 'Register a version from its manifest, file list and digest',
      body: Registration,
      answers: {
        200: { description: 'It was registered already', schema: Registered },
        201: { description: 'Registered, or revised by a corrected manifest', schema: Registered },
      },
    },
    async (c) => {
      const registered = await registerVersion(c.get('ctx'), await readJson(c));
      return c.json(registered, registered.result === 'unchanged' ? 200 : 201);
    },
  );
  return api;
}
