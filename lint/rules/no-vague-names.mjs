/** `countersign/no-vague-names`: a file is named for what is in it. These names are for what nobody found a place for. */
import { projectPath } from './paths.mjs';

const vague = /^(utils?|helpers?|common|misc)$/i;

export const noVagueNames = {
  meta: { type: 'problem' },
  create(context) {
    return {
      Program(node) {
        const words = projectPath(context.filename)
          .split('/')
          .map((part) => part.split('.')[0]);
        const found = words.find((word) => vague.test(word) || vague.test(word.split('-').at(-1)));
        if (found) context.report({ node, message: `'${found}' says nothing: name it for what it does` });
      },
    };
  },
};
