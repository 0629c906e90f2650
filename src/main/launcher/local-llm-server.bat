@echo off
rem Starts what ROLE names: the gateway itself (api), or a command of the same release.
setlocal
if not defined ROLE set "ROLE=api"
for %%d in ("%~dp0..\wlp") do set "WLP=%%~fd"

if "%ROLE%"=="api" goto api
if "%ROLE%"=="migrate" goto command
if "%ROLE%"=="keys" goto command
if "%ROLE%"=="audit" goto command
if "%ROLE%"=="warmup" goto command
for %%r in (worker scheduler web all) do if "%ROLE%"=="%%r" goto later
echo ROLE=%ROLE% is none of api, migrate, keys, audit and warmup. 1>&2
exit /b 64

:later
echo ROLE=%ROLE% is not in this release, which has api, migrate, keys, audit and warmup. 1>&2
exit /b 64

:api
if not "%~1"=="" (
  echo ROLE=api takes no arguments; ROLE=migrate, keys, audit or warmup do. 1>&2
  exit /b 2
)
call "%WLP%\bin\server.bat" run local-llm-server
exit /b %ERRORLEVEL%

:command
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "SERVER=%WLP%\usr\servers\local-llm-server"
for %%j in ("%WLP%\dev\api\stable\io.openliberty.org.eclipse.microprofile.config.*.jar") do set "CONFIG=%%~fj"
"%JAVA%" -XX:+ExitOnOutOfMemoryError -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData %JVM_ARGS% "-Dwlp.install.dir=%WLP%" -cp "%SERVER%\apps\local-llm-server.war\WEB-INF\classes;%SERVER%\lib\*;%CONFIG%" dev.localllm.command.Main %ROLE% %*
exit /b %ERRORLEVEL%
