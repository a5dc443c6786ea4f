"""The journeys of the demo town; guides, services and trainings must be there."""

from .models import JourneyPage, JourneyStep


def build(journeys: list[dict], context) -> None:
    """Build all journeys below the overview of guides."""
    for item in journeys:
        _build_journey(item, context)


def _build_journey(item: dict, context) -> None:
    def translate(page: JourneyPage, words: dict) -> None:
        steps = list(page.steps.all())
        for step, part in zip(steps, words["steps"], strict=True):
            _say(step, part)
            step.content = _translated(list(step.content.raw_data), part)
        page.steps = steps

    steps = []
    for number, part in enumerate(item["steps"]):
        step = JourneyStep(joint=part.get("joint", JourneyStep.Joint.NEXT))
        _say(step, part)
        step.content = _content(part, f"{item['slug']}-{number}", context)
        steps.append(step)
    context.add_page(
        context.page("handreichungen"), JourneyPage, item, translate=translate, steps=steps
    )


def _say(step: JourneyStep, part: dict) -> None:
    step.title, step.duration = part["title"], part.get("duration", "")


def _content(part: dict, key: str, context) -> list[dict]:
    tasks = [
        {
            "type": "item",
            "id": context.block_id(f"{key}-{number}"),
            "value": {
                "page": context.page(task["page"]).pk if task.get("page") else None,
                "url": task.get("url", ""),
                "label": task.get("label", ""),
                "note": task.get("note", ""),
            },
        }
        for number, task in enumerate(part.get("tasks", []))
    ]
    blocks = [{"type": "text", "id": context.block_id(f"{key}-text"), "value": part["text"]}]
    if tasks:
        blocks.append({"type": "tasks", "id": context.block_id(f"{key}-tasks"), "value": tasks})
    return blocks


def _translated(content: list[dict], part: dict) -> list[dict]:
    """Return the content in other words; links and ids stay."""
    text, *tasks = content
    blocks = [{**text, "value": part["text"]}]
    for block in tasks:
        items = [
            {**item, "value": {**item["value"], "label": "", "note": "", **words}}
            for item, words in zip(block["value"], part["tasks"], strict=True)
        ]
        blocks.append({**block, "value": items})
    return blocks
