"""The blueprints of the chapter."""

from flask import Blueprint

bp = Blueprint("zones", __name__, url_prefix="/zones", template_folder="../templates")
rounds_bp = Blueprint("rounds", __name__, url_prefix="/rounds", template_folder="../templates")
