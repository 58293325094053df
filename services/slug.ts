/**
 * The name of a team, use case or environment. Bounded wherever it enters, because refusals are recorded under it: a name
 * too long for the ledger's index would be a refusal that nobody sees.
 */
import { z } from 'zod';

export const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Lower-case letters, digits and hyphens');
