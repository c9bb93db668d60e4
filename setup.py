"""The build: what pyproject.toml says, and the catalogues of the languages compiled before the packages are taken."""

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """Babel's command compiles each catalogue beside its source; [tool.distutils] in pyproject.toml says where they are."""

    def run(self) -> None:
        self.run_command("compile_catalog")
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
