@echo off
rem A double click on this file starts the atlas and opens the browser.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0start.ps1" --browser %*
if errorlevel 1 pause
