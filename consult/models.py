"""Every model, imported for its table: migrations and foreign keys by name need them all."""

import consult.consolidation.adoption_models
import consult.consolidation.desk_models
import consult.consolidation.models
import consult.consolidation.release_models
import consult.consolidation.reservation_models
import consult.consolidation.review_models
import consult.consultations.models
import consult.contributions.language_models
import consult.contributions.likeness_models
import consult.contributions.models
import consult.contributions.reports
import consult.contributions.tag_models
import consult.core.letters
import consult.core.logs
import consult.core.removals
import consult.core.search_index
import consult.narratives.edition_models
import consult.narratives.models
import consult.people.credential_models
import consult.people.letter_models
import consult.people.models
import consult.summaries.models
import consult.surveys.models
import consult.translations.draft_models
import consult.translations.models  # noqa: F401
