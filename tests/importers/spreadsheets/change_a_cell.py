"""Changes one cell of a workbook with LibreOffice and saves it in its own way. Run by the Python that LibreOffice knows:

    python3 change_a_cell.py SOFFICE PROFILE FILE HEADING ROW TEXT

HEADING: of the column, in the first row of the first sheet; ROW from 1. The file is overwritten.
"""

import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

FORMATS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}


def main(soffice: str, profile: str, file: str, heading: str, row: str, text: str) -> None:
    pipe = f"servanda-{time.time_ns()}"
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"])
    try:
        desktop = connected(pipe)
        document = desktop.loadComponentFromURL(Path(file).as_uri(), "_blank", 0, (setting("Hidden", True),))
        change(document.Sheets.getByIndex(0), heading, int(row), text)
        document.storeToURL(Path(file).as_uri(), (setting("FilterName", FORMATS[Path(file).suffix]),))
        document.close(True)
        desktop.terminate()
    finally:
        office.terminate()
        office.wait(30)


def connected(pipe: str) -> Any:
    local = import_module("uno").getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _attempt in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice did not start")


def setting(name: str, value: Any) -> Any:
    found = import_module("uno").createUnoStruct("com.sun.star.beans.PropertyValue")
    found.Name, found.Value = name, value
    return found


def change(sheet: Any, heading: str, row: int, text: str) -> None:
    column = next(n for n in range(200) if sheet.getCellByPosition(n, 0).String == heading)
    sheet.getCellByPosition(column, row - 1).String = text


if __name__ == "__main__":
    main(*sys.argv[1:])
