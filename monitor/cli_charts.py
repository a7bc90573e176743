"""The command that saves a chart as a picture."""

import click

from monitor.errors import InputError, check_name


@click.argument("name")
@click.option("-o", "--output", metavar="FILE", required=True, help="A .png, .svg or .pdf file.")
def chart(workspace, name, output, **options):
    """Save a chart as a picture, such as positions_by_outlet."""
    from monitor import report
    from monitor.parameters import NOTEBOOK, choose, given_parameters, notebook_parameters

    check_name("chart", name, report.CHARTS)
    if not output.endswith((".png", ".svg", ".pdf")):
        raise InputError(f"{output}: the name must end in .png, .svg or .pdf")
    _, values = notebook_parameters(workspace, NOTEBOOK, given_parameters(**options))
    section = report.CHARTS[name](choose(workspace, values))
    if not hasattr(section, "figure"):
        raise InputError(f"{name}: there is nothing to show for these articles")
    section.figure.savefig(output, dpi=200, bbox_inches="tight", pad_inches=0.15)
    print(output)
