"""One predicate per question; views, templates and tests ask the same ones (T/CSSG 001.5 5.1–5.3, evaluation §3.2).

A 自我评价 is held by the office of the organisation itself; the other kinds by an organiser with a panel. Of what a
panel finds, nobody sees anything until it is locked but its members, and they only after submitting their own; the
evaluated organisation sees it after the 通报. Predicates about one evaluation want it from `with_people`.
"""

from gridgov.organizations.models import Organization, Role, User

from .models import Application, Evaluation, Participant, Result, Sheet
from .visits.procedure import CLOSING

Duty = Participant.Duty


def evaluable_organizations(user: User):
    """Organisations whose self-evaluation the user may open: its own office does, administrators never score."""
    return Organization.objects.filter(pk__in=() if user.is_site_administrator else user.offices)


def organizes(user: User) -> bool:
    """Whether the user organises evaluations by a panel for any organisation; no query."""
    roles = (Role.OFFICE, Role.SUPERVISOR)
    return not user.is_site_administrator and bool(user.organizations_as(*roles))


def organizing_organizations(user: User):
    """Organisations in whose name the user organises evaluations by a panel (5.1): office and supervisors."""
    roles = (Role.OFFICE, Role.SUPERVISOR)
    return Organization.objects.filter(
        pk__in=() if user.is_site_administrator else user.organizations_as(*roles)
    )


def applying_organizations(user: User):
    """Organisations for which the user applies to the level above: the own offices that have one above."""
    return evaluable_organizations(user).exclude(parent=None)


def can_write_application(user: User, application: Application) -> bool:
    """The office of the applicant writes it; whether it still may be changed is asked of the application."""
    return is_office(user, application.organization_id)


def can_decide_application(user: User, application: Application) -> bool:
    """Office and supervisors of the level above accept or return it, and open the evaluation (5.1)."""
    roles = (Role.OFFICE, Role.SUPERVISOR)
    return not user.is_site_administrator and user.has_role(application.addressee_id, *roles)


def can_judge(user: User, evaluation: Evaluation) -> bool:
    """Whoever takes part judges on the sheet in front of him while it is open, and adds evidence to it."""
    sheet = judging_sheet(user, evaluation)
    return sheet is not None and sheet.is_open and not evaluation.is_locked


def can_bring_unsent(user: User, evaluation: Evaluation) -> bool:
    """Whoever judges brings what a tablet could not send, also afterwards: what is known already is told so."""
    return judging_sheet(user, evaluation) is not None


def can_manage(user: User, evaluation: Evaluation) -> bool:
    """Whoever holds it, and the leader, write the facts of 6.1–6.3, while it is open."""
    return not evaluation.is_locked and is_in_charge(user, evaluation)


def can_choose_people(user: User, evaluation: Evaluation) -> bool:
    """In a self-evaluation office and leader say who takes part; a panel is formed by its organiser alone (5.1)."""
    if evaluation.is_by_panel:
        return not evaluation.is_locked and is_organizer(user, evaluation)
    return can_manage(user, evaluation)


def can_organize(user: User, evaluation: Evaluation) -> bool:
    """The organiser of a panel: people, plan, grades before the lock; 通报, 整改 and complaints after it."""
    return evaluation.is_by_panel and is_organizer(user, evaluation)


def can_declare(user: User, evaluation: Evaluation) -> bool:
    """A present member declares, once, under his own account, that nothing asks him to step back."""
    person = participant_of(user, evaluation)
    return (
        evaluation.is_by_panel
        and not evaluation.is_locked
        and is_participant(user, evaluation)
        and person.declared_at is None
    )


def can_recuse(user: User, evaluation: Evaluation, participant: Participant) -> bool:
    """The organiser recuses a member; a member steps back himself."""
    own = participant.user_id == user.pk and is_participant(user, evaluation)
    return can_choose_people(user, evaluation) or (own and not evaluation.is_locked)


def can_confirm_person(user: User, evaluation: Evaluation, participant: Participant) -> bool:
    """Leader and organiser confirm that a member whose password was reset holds the account; nobody his own."""
    return evaluation.is_by_panel and is_in_charge(user, evaluation) and participant.user_id != user.pk


def can_keep_experts(user: User, organization_id: int) -> bool:
    """Office and supervisors keep the 专家库 of their organisation (5.2)."""
    roles = (Role.OFFICE, Role.SUPERVISOR)
    return not user.is_site_administrator and user.has_role(organization_id, *roles)


def can_conclude(user: User, evaluation: Evaluation) -> bool:
    """Achievements, problems, advice: in a self-evaluation whoever takes part, and the office. They tell what the
    panel found, so its members read and write them after submitting their own sheet.
    """
    if evaluation.is_locked:
        return False
    if evaluation.is_by_panel:
        return can_see_consensus(user, evaluation)
    return is_participant(user, evaluation) or is_in_charge(user, evaluation)


def can_draft_report(user: User, evaluation: Evaluation) -> bool:
    """Whoever writes the conclusion, once he may see the figures of the official sheet it is written upon."""
    return can_conclude(user, evaluation) and can_see_official(user, evaluation)


def can_lock(user: User, evaluation: Evaluation) -> bool:
    """The leader locks an open evaluation; a self-evaluation the office too (life cycle §5.5)."""
    if evaluation.is_by_panel:
        return not evaluation.is_locked and is_leader(user, evaluation)
    return can_manage(user, evaluation)


def can_rule(user: User, evaluation: Evaluation) -> bool:
    """The leader records what the panel agreed (evaluation §3.2), once he has submitted his own sheet."""
    return can_lock(user, evaluation) and can_see_consensus(user, evaluation)


def can_reopen(user: User, evaluation: Evaluation) -> bool:
    """Only the organiser reopens, for a self-evaluation the office (life cycle §5.5)."""
    return evaluation.is_locked and is_organizer(user, evaluation)


def can_sign(user: User, result: Result) -> bool:
    """A present member of the panel signs the newest locked result, once; its evaluation from `with_people`."""
    evaluation = result.evaluation
    newest = evaluation.is_locked and evaluation.is_by_panel and result.version == evaluation.version
    return (
        newest
        and is_participant(user, evaluation)
        and not result.signatures.filter(participant__user=user).exists()
    )


def can_see_progress(user: User, evaluation: Evaluation) -> bool:
    """Who has submitted, which steps are done: organiser and panel, never a judgement."""
    return is_participant(user, evaluation) or is_organizer(user, evaluation)


def can_write_plan(user: User, evaluation: Evaluation) -> bool:
    """Organiser and leader write the 评估方案 while the evaluation is open; an approved one must be withdrawn first."""
    return evaluation.is_by_panel and can_manage(user, evaluation)


def can_approve_plan(user: User, evaluation: Evaluation) -> bool:
    """The organiser alone approves the 评估方案, and takes the approval back."""
    return can_organize(user, evaluation) and not evaluation.is_locked


def can_see_plan(user: User, evaluation: Evaluation, plan) -> bool:
    """Organiser and panel; once it is approved everybody who sees the evaluation: the organisation must prepare."""
    return can_see_progress(user, evaluation) or (plan is not None and plan.is_approved)


def can_sample(user: User, evaluation: Evaluation) -> bool:
    """Whoever takes part or holds the evaluation draws samples while it is open."""
    return not evaluation.is_locked and can_see_progress(user, evaluation)


def can_see_samples(user: User, evaluation: Evaluation) -> bool:
    """Samples of a self-evaluation: whoever sees it; of a panel whoever sees its records."""
    return not evaluation.is_by_panel or can_see_records(user, evaluation)


def can_record_on_site(user: User, evaluation: Evaluation) -> bool:
    """Panel and organiser record steps and sites while the evaluation is open."""
    return evaluation.is_by_panel and can_sample(user, evaluation)


def can_record_step(user: User, evaluation: Evaluation, number: int) -> bool:
    """7.7, telling the result, is recorded after the lock too."""
    after_lock = evaluation.is_by_panel and number == CLOSING and can_see_progress(user, evaluation)
    return after_lock or can_record_on_site(user, evaluation)


def can_see_records(user: User, evaluation: Evaluation) -> bool:
    """Records of the steps: organiser and panel; after the 通报 whoever sees the result."""
    if not evaluation.is_by_panel:
        return False
    return can_see_progress(user, evaluation) or (evaluation.is_locked and can_see_official(user, evaluation))


def can_see_consensus(user: User, evaluation: Evaluation) -> bool:
    """A present member sees the others' sheets that are submitted, after submitting the own one."""
    if not evaluation.is_by_panel:
        return False
    sheet = own_sheet(user, evaluation)
    return sheet is not None and not sheet.is_open


def can_see_working_sheets(user: User, evaluation: Evaluation) -> bool:
    """The 底稿 of the members: the panel in its 合议; after the lock the organiser and those above it too."""
    if can_see_consensus(user, evaluation):
        return True
    return evaluation.is_by_panel and evaluation.is_locked and sees_organizer(user, evaluation)


def can_see_self_evaluation(user: User, evaluation: Evaluation) -> bool:
    """The self-evaluation of the organisation, with its files: whoever works on the panel evaluation (3.3, 申请)."""
    return evaluation.is_by_panel and can_see_progress(user, evaluation)


def can_see_working_sheet(user: User, evaluation: Evaluation, sheet: Sheet) -> bool:
    """One submitted 底稿; its own member sees it always."""
    if not sheet.is_private or sheet.submitted_at is None or sheet.is_open:
        return False
    return can_see_working_sheets(user, evaluation)


def can_submit(user: User, evaluation: Evaluation) -> bool:
    """A present member hands in the own sheet, once, before the lock."""
    sheet = own_sheet(user, evaluation)
    return sheet is not None and sheet.is_open and not evaluation.is_locked


def can_return(user: User, evaluation: Evaluation, sheet: Sheet) -> bool:
    """The leader sends a submitted 底稿 back before the lock, his own too."""
    submitted = sheet.is_private and sheet.state == Sheet.State.SUBMITTED
    return submitted and not evaluation.is_locked and is_leader(user, evaluation)


def can_see_official(user: User, evaluation: Evaluation) -> bool:
    """What stands on the official sheet. `evaluation` is one the user may see."""
    if not evaluation.is_by_panel:
        return True
    if not evaluation.is_locked:
        return can_see_consensus(user, evaluation)
    return (
        is_participant(user, evaluation)
        or sees_organizer(user, evaluation)
        or evaluation.results.filter(version=evaluation.version, notice__isnull=False).exists()
    )


def can_measure(user: User, evaluation: Evaluation) -> bool:
    """Whoever takes part enters surveys and times (7.5, A7-1, A7-2) while the evaluation is open."""
    return not evaluation.is_locked and is_participant(user, evaluation)


def can_see_measures(user: User, evaluation: Evaluation) -> bool:
    """What a panel measured: its members; after the lock whoever sees the official sheet."""
    if evaluation.is_by_panel and not evaluation.is_locked:
        return is_participant(user, evaluation)
    return can_see_official(user, evaluation)


def can_link(user: User, standard) -> bool:
    """The office ticks which requirements a standard of its registry fulfils."""
    return is_office(user, standard.organization_id)


def can_link_for(user: User, organization: Organization) -> bool:
    """The office ticks for the whole registry of its organisation."""
    return is_office(user, organization.pk)


def can_plan_gaps(user: User, organization: Organization | int) -> bool:
    """The office compiles the plans and keeps the registry (T/CSSG 001.2 12 a)."""
    return is_office(user, organization)


def sheet_for(user: User, evaluation: Evaluation) -> Sheet | None:
    """The sheet this user has in front of him: the own one while the panel works, else the official one.

    None when neither may be seen.
    """
    own = own_sheet(user, evaluation)
    if own is not None and not evaluation.is_locked:
        return own
    return evaluation.official if can_see_official(user, evaluation) else None


def judging_sheet(user: User, evaluation: Evaluation) -> Sheet | None:
    """The sheet on which the user judges: the common one of a self-evaluation, the own one of a panel."""
    if evaluation.is_by_panel:
        return own_sheet(user, evaluation)
    return evaluation.official if is_participant(user, evaluation) else None


def own_sheet(user: User, evaluation: Evaluation) -> Sheet | None:
    """The private sheet of a present member of the panel."""
    person = participant_of(user, evaluation)
    if person is None or not person.is_present or user.is_site_administrator:
        return None
    return next((sheet for sheet in evaluation.sheets.all() if sheet.participant_id == person.pk), None)


def is_office(user: User, organization_id: int) -> bool:
    return not user.is_site_administrator and user.has_role(organization_id, Role.OFFICE)


def is_organizer(user: User, evaluation: Evaluation) -> bool:
    """Whoever holds the evaluation: the organiser of a panel, else the office of the organisation."""
    if not evaluation.is_by_panel:
        return is_office(user, evaluation.organization_id)
    roles = (Role.OFFICE, Role.SUPERVISOR)
    return not user.is_site_administrator and user.has_role(evaluation.organizer_id, *roles)


def sees_organizer(user: User, evaluation: Evaluation) -> bool:
    """Whether the organiser lies in the user's sight: people of the organiser, and those above it."""
    return any(evaluation.organizer.path.startswith(path) for path in user.scope)


def is_in_charge(user: User, evaluation: Evaluation) -> bool:
    return is_organizer(user, evaluation) or is_leader(user, evaluation)


def is_leader(user: User, evaluation: Evaluation) -> bool:
    person = participant_of(user, evaluation)
    return person is not None and person.duty == Duty.LEADER and is_participant(user, evaluation)


def is_participant(user: User, evaluation: Evaluation) -> bool:
    """Whether the user takes part and is present. The administrator of the site never does, whatever a row says."""
    person = participant_of(user, evaluation)
    return person is not None and person.is_present and not user.is_site_administrator


def participant_of(user: User, evaluation: Evaluation) -> Participant | None:
    """The user's part in it; costs no query where the participants are prefetched (`with_people`)."""
    return next((row for row in evaluation.participants.all() if row.user_id == user.pk), None)
