"""The blueprint of the administrators' pages about messages."""

from flask import Blueprint

bp = Blueprint("notices", __name__, url_prefix="/admin/messages", template_folder="../templates")
